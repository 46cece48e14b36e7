package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.BacktestReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The result as Markdown: errors of every model on every dataset, then every target. Figures are medians of the seeds.
final class MarkdownTables {
    private MarkdownTables() {}

    static String of(Map<Dataset, List<BacktestReport>> reports) {
        var lines = new ArrayList<String>();
        models(lines, reports);
        lines.add("");
        targets(lines, reports);
        return String.join("\n", lines);
    }

    private static void models(List<String> lines, Map<Dataset, List<BacktestReport>> reports) {
        List<Dataset> datasets = List.copyOf(reports.keySet());
        lines.add("MSE / MAE" + (datasets.contains(Dataset.NAB)
                ? "; of NAB the geometric mean of the series' ratios to the last value"
                : "") + (datasets.contains(Dataset.TAXI) ? "; of the taxis MAPE" : "") + ":");
        lines.add("");
        lines.add(row("", datasets.stream().map(Dataset::title).toList()));
        lines.add(row("---", datasets.stream().map(dataset -> "---").toList()));
        var names = new LinkedHashSet<String>();
        reports.values().forEach(seeds -> names.addAll(seeds.getFirst().models().keySet()));
        for (String name : names) {
            lines.add(row(name, datasets.stream().map(dataset -> errors(dataset, name, reports)).toList()));
        }
    }

    private static String errors(Dataset dataset, String model, Map<Dataset, List<BacktestReport>> reports) {
        List<BacktestReport> seeds = reports.getOrDefault(dataset, List.of());
        List<Figure> figures = switch (dataset) {
            case NAB -> List.of(
                    Figure.geometricMeanRatio("MSE", model, io.tidecast.app.backtest.Errors::mse),
                    Figure.geometricMeanRatio("MAE", model, io.tidecast.app.backtest.Errors::mae));
            case TAXI -> List.of(Figure.mape(model));
            default -> List.of(Figure.mse(model), Figure.mae(model));
        };
        return String.join(" / ", figures.stream().map(figure -> number(median(figure, seeds))).toList());
    }

    private static void targets(List<String> lines, Map<Dataset, List<BacktestReport>> reports) {
        lines.add(row("series", List.of("figure", "measured", "target", "", "published")));
        lines.add(row("---", List.of("---", "---", "---", "---", "---")));
        reports.forEach((dataset, seeds) -> Target.of(dataset).forEach(target -> {
            double measured = median(target.figure(), seeds);
            lines.add(row(dataset.title(), List.of(target.figure().name(), number(measured), bounds(target),
                    target.isMetBy(measured) ? "✓" : "✗", target.published())));
        }));
    }

    private static String bounds(Target target) {
        if (Double.isInfinite(target.least())) {
            return "≤ " + number(target.most());
        }
        return Double.isInfinite(target.most())
                ? "≥ " + number(target.least())
                : number(target.least()) + " to " + number(target.most());
    }

    /// The middle one of an odd number of seeds, the lower of the middle two of an even number.
    static double median(Figure figure, List<BacktestReport> seeds) {
        double[] values = seeds.stream().mapToDouble(figure::in).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[(values.length - 1) / 2];
    }

    private static String row(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |";
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, "%.4f", value).replaceFirst("^(-?)0\\.", "$1.");
    }
}
