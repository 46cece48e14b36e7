package io.tidecast.app.backtest;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prequential evaluation of one series: the evaluator owns the truth and hands over one reading only after it holds the forecasts
/// for it.
///
/// Each truth is scored once for each horizon `h`: against the newest forecast whose time `h` steps ahead it has reached. So a truth in step is
/// scored against the forecast made `h` rows before, and a truth after a gap against the one that was made for its time; one step
/// ahead it is the newest forecast there is. A missing truth is not scored.
final class Evaluator {
    static final String PERSISTENCE = "persistence";
    static final String SEASONAL_NAIVE = "seasonal-naive";
    static final String COMBINED = "combined";
    /// Forecasts that are held for each horizon, should a series never reach the furthest: when its readings come ever faster.
    private static final int MOST_HELD = 8;

    private final Series series;
    private final OnlineForecaster forecaster;
    private final @Nullable OnlineForecaster beside;
    private final BacktestOptions options;
    private final int horizons;
    private final List<TargetScorer> targets = new ArrayList<>();
    private final int firstScored;
    private final int endScored;
    private final SeriesResult result;
    /// Oldest first.
    private final List<Issued> issued = new ArrayList<>();
    private long lastTime = Long.MIN_VALUE;

    /// @param beside  forecasts by the experts that are scored and not combined; null: there are none
    Evaluator(Series series, OnlineForecaster forecaster, @Nullable OnlineForecaster beside,
            BacktestOptions options) {
        this.series = series;
        this.forecaster = forecaster;
        this.beside = beside;
        this.options = options;
        horizons = options.forecaster().horizons();
        firstScored = options.scoreRows().first(series.rows());
        endScored = options.scoreRows().end(series.rows());
        result = new SeriesResult(series, options);
        for (int target = 0; target < result.targets(); target++) {
            targets.add(new TargetScorer(series, target, options, result));
        }
    }

    /// The names of what is scored, in the order of the report.
    static List<String> models(BacktestOptions options) {
        var names = new ArrayList<>(List.of(PERSISTENCE, SEASONAL_NAIVE));
        options.experts().stream().filter(kind -> !isBaseline(kind)).map(ExpertKind::id).forEach(names::add);
        names.add(COMBINED);
        return names;
    }

    /// Whether the evaluator makes this forecast itself.
    static boolean isBaseline(ExpertKind kind) {
        return kind.id().equals(PERSISTENCE) || kind.id().equals(SEASONAL_NAIVE);
    }

    /// Handles the next row. Rows must come in order, each once.
    void row(int row) {
        long time = series.time(row);
        if (time <= lastTime) {
            result.skip(time == lastTime ? "duplicate" : "late");
            return;
        }
        Reading reading = series.reading(row, horizons);
        if (isBad(reading)) {
            result.skip("bad value");
            return;
        }
        score(row, time);
        Forecast forecast;
        try {
            forecast = forecaster.step(reading);
        } catch (ArithmeticException e) {
            result.skip("update failed");
            return;
        }
        lastTime = time;
        targets.forEach(target -> target.add(row));
        Forecast others = stepBeside(reading);
        if (forecast != null) {
            issued.add(new Issued(forecast, others,
                    targets.stream().mapToDouble(TargetScorer::lastValue).toArray(),
                    targets.stream().map(target -> target.seasonal(horizons)).toArray(double[][]::new)));
        }
    }

    private @Nullable Forecast stepBeside(Reading reading) {
        try {
            return beside == null ? null : beside.step(reading);
        } catch (ArithmeticException e) {
            result.skip("update failed of an expert that is not combined");
            return null;
        }
    }

    private static boolean isBad(Reading reading) {
        boolean bad = isBad(reading.values()) || isBad(reading.inputs());
        for (double[] steps : reading.ahead()) {
            bad |= isBad(steps);
        }
        return bad;
    }

    private static boolean isBad(double[] values) {
        boolean bad = false;
        for (double value : values) {
            bad |= Math.abs(value) > Forecaster.LARGEST_VALUE;
        }
        return bad;
    }

    /// Holds the truth of a row against the forecasts for it.
    private void score(int row, long time) {
        boolean counts = row >= firstScored && row < endScored;
        int at = issued.size() - 1;
        int reported = at < 0 ? 0 : issued.get(at).forecast().first().horizons().size();
        for (int horizon = 1; horizon <= Math.min(horizons, reported); horizon++) {
            while (at >= 0 && !issued.get(at).reaches(horizon, time)) {
                at--;
            }
            if (at < 0) {
                issued.subList(0, Math.max(0, issued.size() - MOST_HELD * horizons)).clear();
                return;
            }
            score(row, horizon, issued.get(at), counts);
        }
        // What is older than the forecast that the furthest horizon has reached will not be looked at again.
        issued.subList(0, Math.max(at, 0)).clear();
    }

    private void score(int row, int horizon, Issued held, boolean counts) {
        for (int i = 0; i < targets.size(); i++) {
            String target = series.fields().targets().get(i);
            HorizonForecast forecast = held.of(target, horizon);
            if (forecast == null) {
                continue;
            }
            List<ExpertForecast> experts = held.experts(target, horizon);
            if (counts && !Double.isNaN(series.value(row, i))) {
                result.lateForecasts += held.forecast().issuedAt() >= series.time(row) ? 1 : 0;
                targets.get(i).score(series.value(row, i), held, forecast, experts);
            }
            if (options.keepForecasts()) {
                result.forecasts.add(new SeriesResult.Held(row, i, held.forecast().issuedAt(),
                        held.lastValues()[i], held.seasonal()[i][horizon - 1], forecast, experts));
            }
        }
    }

    SeriesResult result() {
        return result;
    }
}
