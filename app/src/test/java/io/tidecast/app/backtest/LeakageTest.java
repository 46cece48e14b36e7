package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No forecast knows its truth or what comes after it; two cheats show that these tests would notice.
class LeakageTest {
    private static final ForecasterOptions OPTIONS = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 8));
    private static final int ROWS = 3000;
    private static final int CHANGED = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anotherFutureChangesNoForecastUpToItsFirstRow(long seed) {
        assertEquals(CHANGED + 1, firstChangedForecast(LeakageTest::honest, seed));
    }

    @Test
    void anotherFutureUnmasksAForecasterThatPeeksOneRow() {
        assertEquals(CHANGED, firstChangedForecast(PeekingOneRow::new, 1));
    }

    @Test
    void anotherFutureUnmasksAScalerFittedOnAllRows() {
        assertTrue(firstChangedForecast(ScaledByAllRows::new, 1) < CHANGED);
    }

    @Test
    void whiteNoiseIsNotForecastBetterThanItsVariance() {
        Series noise = Walks.whiteNoise(5, ROWS);
        double bound = 1 - 3 * Math.sqrt(2.0 / ROWS);
        SeriesResult honest = evaluate(noise, LeakageTest::honest);
        assertAll(() -> assertEquals(2, mse(honest, Evaluator.PERSISTENCE), 0.2),
                () -> assertEquals(1.05, mse(honest, Evaluator.COMBINED), 1.05 - bound),
                () -> assertTrue(mse(honest, "rls") > bound), () -> assertTrue(mse(honest, "rnn") > bound));
        assertTrue(mse(evaluate(noise, PeekingOneRow::new), Evaluator.COMBINED) < bound);
    }

    @Test
    void aRandomWalkIsNotForecastBetterThanByItsLastValue() {
        Series walk = Walks.randomWalk(6, ROWS);
        SeriesResult honest = evaluate(walk, LeakageTest::honest);
        assertAll(() -> assertEquals(1, mse(honest, Evaluator.PERSISTENCE), 0.1),
                () -> assertEquals(1.01, skillRatio(honest, Evaluator.COMBINED), 0.02),
                () -> assertEquals(1.02, skillRatio(honest, "rnn"), 0.03));
        assertTrue(skillRatio(evaluate(walk, PeekingOneRow::new), Evaluator.COMBINED) < 0.98);
    }

    private static OnlineForecaster honest(Series series) {
        assertTrue(series.rows() > 0);
        return new RecoveringForecaster(OPTIONS);
    }

    /// The first row whose forecast is not the same bits when the rows from [#CHANGED] on are others.
    private static int firstChangedForecast(Function<Series, OnlineForecaster> forecasters, long seed) {
        Series series = Walks.randomWalk(seed, CHANGED + 100);
        Series other = Walks.withOtherFuture(series, CHANGED, seed + 1);
        List<SeriesResult.Held> expected = evaluate(series, forecasters).forecasts;
        List<SeriesResult.Held> actual = evaluate(other, forecasters).forecasts;
        for (int i = 0; i < expected.size(); i++) {
            if (!same(expected.get(i).forecast(), actual.get(i).forecast())) {
                return expected.get(i).row();
            }
        }
        return -1;
    }

    private static boolean same(Forecast a, Forecast b) {
        return a.value() == b.value() && a.lower() == b.lower() && a.upper() == b.upper()
                && a.experts().equals(b.experts());
    }

    private static SeriesResult evaluate(Series series, Function<Series, OnlineForecaster> forecasters) {
        return EvaluatorTest.evaluate(series,
                new BacktestOptions(OPTIONS, null, RowRange.parse("0.1:1.0"), 0, true),
                forecasters.apply(series));
    }

    private static double skillRatio(SeriesResult result, String model) {
        return mse(result, model) / mse(result, Evaluator.PERSISTENCE);
    }

    private static double mse(SeriesResult result, String model) {
        Double mse = result.model(model).errors().mse();
        return mse == null ? Double.NaN : mse;
    }

    /// Mixes a tenth of the truth into its forecast.
    private static final class PeekingOneRow implements OnlineForecaster {
        private final Series series;
        private final OnlineForecaster honest = new RecoveringForecaster(OPTIONS);
        private int row;

        PeekingOneRow(Series series) {
            this.series = series;
        }

        @Override
        public @Nullable Forecast step(Reading reading) {
            Forecast forecast = honest.step(reading);
            int next = ++row;
            return forecast == null || next == series.rows()
                    ? forecast
                    : ScalarForecasts.mapped(forecast, value -> 0.9 * value + 0.1 * series.value(next));
        }
    }

    /// Scales readings by mean and deviation of the whole series.
    private static final class ScaledByAllRows implements OnlineForecaster {
        private final OnlineForecaster honest = new RecoveringForecaster(OPTIONS);
        private double mean;
        private final double deviation;

        ScaledByAllRows(Series series) {
            for (int row = 0; row < series.rows(); row++) {
                mean += series.value(row) / series.rows();
            }
            double squares = 0;
            for (int row = 0; row < series.rows(); row++) {
                squares += Math.pow(series.value(row) - mean, 2);
            }
            deviation = Math.sqrt(squares / series.rows());
        }

        @Override
        public @Nullable Forecast step(Reading reading) {
            Forecast forecast = honest
                    .step(new Reading(reading.time(), (reading.value() - mean) / deviation));
            return forecast == null
                    ? null
                    : ScalarForecasts.mapped(forecast, value -> value * deviation + mean);
        }
    }
}
