package io.tidecast.app.backtest;

import static java.util.Objects.requireNonNull;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The report for people: the models, the series, the intervals, the speed.
final class BacktestTable {
    private BacktestTable() {}

    static String of(BacktestReport report) {
        var parts = new ArrayList<>(List.of(models(report), series(report)));
        parts.addAll(horizons(report));
        parts.add(summary(report));
        return String.join("\n", parts);
    }

    private static String models(BacktestReport report) {
        Map<String, Errors> models = report.models();
        String model = report.horizon() == 1 ? "model" : "model, %d steps ahead".formatted(report.horizon());
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                List.copyOf(models.keySet()),
                List.of(new Column().header(model).dataAlign(HorizontalAlign.LEFT)
                        .<String>with(name -> name),
                        error("MSE").with(name -> number(of(models, name).mse())),
                        error("MAE").with(name -> number(of(models, name).mae())),
                        error("RMSE").with(name -> number(of(models, name).rmse())),
                        error("sMAPE").with(name -> number(of(models, name).smape())),
                        error("MASE").with(name -> number(of(models, name).mase())),
                        error("MAPE").with(name -> number(of(models, name).mape())),
                        error("MSE vs. last value")
                                .with(name -> percent(BacktestReport.skill(models, name)))));
    }

    private static String series(BacktestReport report) {
        var columns = new ArrayList<ColumnData<String>>();
        columns.add(new Column().header("MSE of series").dataAlign(HorizontalAlign.LEFT).with(key -> key));
        for (String name : report.models().keySet()) {
            columns.add(error(name)
                    .with(key -> number(of(report.perKey().getOrDefault(key, Map.of()), name).mse())));
        }
        columns.add(error("coverage").with(key -> number(coverage(report, key))));
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                List.copyOf(report.perKey().keySet()), columns);
    }

    private static @Nullable Double coverage(BacktestReport report, String key) {
        BacktestReport.KeyInterval interval = report.intervalPerKey().get(key);
        return interval == null ? null : interval.coverage();
    }

    /// Of each number of steps ahead; nothing where there is one alone.
    private static List<String> horizons(BacktestReport report) {
        if (report.horizons().isEmpty()) {
            return List.of();
        }
        var columns = new ArrayList<ColumnData<Integer>>();
        columns.add(error("steps ahead").with(String::valueOf));
        for (String name : report.models().keySet()) {
            columns.add(error(name + " MSE")
                    .with(h -> number(of(horizon(report, h).models(), name).mse())));
        }
        columns.add(error("coverage").with(h -> number(horizon(report, h).interval().coverage())));
        columns.add(error("interval score").with(h -> number(horizon(report, h).interval().score())));
        return List.of(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                List.copyOf(report.horizons().keySet()), columns));
    }

    private static BacktestReport.Horizon horizon(BacktestReport report, int steps) {
        return requireNonNull(report.horizons().get(steps));
    }

    private static String summary(BacktestReport report) {
        var lines = new ArrayList<String>();
        List<IntervalFigures> levels = report.intervals().isEmpty()
                ? List.of(report.interval())
                : report.intervals();
        for (IntervalFigures interval : levels) {
            lines.add(
                    "intervals of %s: coverage %s (series %s to %s, worst 1 %% of 500 in a row %s), width %s, score %s"
                            .formatted(number(interval.level()), number(interval.coverage()),
                                    number(interval.minKeyCoverage()), number(interval.maxKeyCoverage()),
                                    number(interval.rolling500p1()), number(interval.width()),
                                    number(interval.score())));
        }
        if (!report.audit().isClean()) {
            lines.add(
                    "WRONG: %d forecasts were issued at the time of their truth or later, %d updates used a truth before its time"
                            .formatted(report.audit().forecastsNotBeforeTruth(),
                                    report.audit().updatesFromEarlyTruths()));
        }
        if (!report.skipped().isEmpty()) {
            lines.add("not used: " + String.join(", ", report.skipped().entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey()).toList()));
        }
        lines.add(String.format(Locale.ROOT,
                "%,d of %,d rows of %,d series scored; %.1f s, %,.0f rows per second", report.scored(),
                report.rows(), report.keys(), report.seconds(), report.recordsPerSecond()));
        return String.join("\n", lines);
    }

    private static Errors of(Map<String, Errors> models, String name) {
        return models.getOrDefault(name, Errors.NONE);
    }

    private static Column error(String header) {
        return new Column().header(header).dataAlign(HorizontalAlign.RIGHT);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", 0.0 - 100 * share);
    }
}
