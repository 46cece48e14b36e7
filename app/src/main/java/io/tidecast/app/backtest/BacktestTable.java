package io.tidecast.app.backtest;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.tidecast.app.backtest.ErrorSums.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The report for people: the models, the series, the intervals, the speed.
final class BacktestTable {
    private BacktestTable() {}

    static String of(BacktestReport report) {
        return String.join("\n", models(report.models()), series(report), summary(report));
    }

    private static String models(Map<String, Errors> models) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                List.copyOf(models.keySet()),
                List.of(new Column().header("model").dataAlign(HorizontalAlign.LEFT)
                        .<String>with(name -> name),
                        error("MSE").with(name -> number(of(models, name).mse())),
                        error("MAE").with(name -> number(of(models, name).mae())),
                        error("RMSE").with(name -> number(of(models, name).rmse())),
                        error("sMAPE").with(name -> number(of(models, name).smape())),
                        error("MASE").with(name -> number(of(models, name).mase())),
                        error("MSE vs. last value")
                                .with(name -> percent(BacktestReport.skill(models, name)))));
    }

    private static String series(BacktestReport report) {
        var columns = new ArrayList<com.github.freva.asciitable.ColumnData<String>>();
        columns.add(new Column().header("MSE of series").dataAlign(HorizontalAlign.LEFT).with(key -> key));
        for (String name : report.models().keySet()) {
            columns.add(error(name)
                    .with(key -> number(of(report.perKey().getOrDefault(key, Map.of()), name).mse())));
        }
        columns.add(error("coverage").with(key -> number(report.coveragePerKey().get(key))));
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                List.copyOf(report.perKey().keySet()), columns);
    }

    private static String summary(BacktestReport report) {
        var interval = report.interval();
        var lines = new ArrayList<String>();
        lines.add(
                "intervals of %s: coverage %s (series %s to %s, worst 1 %% of 500 in a row %s), width %s, score %s"
                        .formatted(number(interval.level()), number(interval.coverage()),
                                number(interval.minKeyCoverage()), number(interval.maxKeyCoverage()),
                                number(interval.rolling500p1()), number(interval.width()),
                                number(interval.score())));
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
        return models.getOrDefault(name, new Errors(null, null, null, null, null));
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
