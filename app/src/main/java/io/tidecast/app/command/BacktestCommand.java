package io.tidecast.app.command;

import io.tidecast.app.backtest.Backtest;
import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.PredictionsFile;
import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.backtest.SeriesPlot;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.log.Terminal;
import io.tidecast.model.forecast.ForecasterOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast backtest`.
@Command(name = "backtest", description = {
        "Measure the forecasts on CSV files, without a broker: each row is forecast from the rows before it, then scored, then learnt.",
        "",
        "The forecasts are those of the pipeline, bit for bit. Beside the combined forecast each expert is scored on its own,"
                + " and two baselines: persistence (the last value) and seasonal-naive (the value one season ago)."}, footer = {
                        "", "Examples:", "  tidecast backtest --input plant.csv.gz --time date",
                        "  tidecast backtest --input a.csv --standardise-rows 0:0.2 --score-rows 0.25:1.0 --output json",
                        "  tidecast backtest --input a.csv --cell gru --hidden-size 16 --predictions forecasts.csv",
                        "  tidecast backtest --input a.csv --vector --horizon 24 --season 24,168 --plot a.svg",
                        "",
                        "Rows are counted from 0 in each series, missing values included; A:B is from A up to but not including B.",
                        "A duplicate or late row is counted and not used; a missing truth is not scored.",
                        "With --horizon N the figures are those N steps ahead, followed by those of each step."})
final class BacktestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private EvaluatedSeries input = new EvaluatedSeries();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--standardise-rows", converter = RowRangeConverter.class, paramLabel = "A:B", description = {
            "Measure errors in population standard deviations of these rows of each series; shares such as 0:0.2 are"
                    + " allowed (default: in the series' own unit)."})
    private @Nullable RowRange standardiseRows;

    @Option(names = "--score-rows", converter = RowRangeConverter.class, paramLabel = "A:B", description = {
            "Score only these rows of each series; shares such as 0.25:1.0 are allowed (default: all)."})
    private RowRange scoreRows = RowRange.ALL;

    @Option(names = "--report", defaultValue = "all", paramLabel = "combined|all", description = {
            "Which experts are scored on their own: those that are combined, or all; what is not combined then runs beside,"
                    + " at the price of its time (default: ${DEFAULT-VALUE})."})
    private Reported report = Reported.ALL;

    @Option(names = "--predictions", paramLabel = "FILE", description = {
            "Write each forecast and its truth to this CSV file: key,row,time,actual,point,lower,upper and each expert's point;"
                    + " a column field with --vector, a column horizon with --horizon."})
    private @Nullable Path predictions;

    @Option(names = "--plot", paramLabel = "FILE", description = {
            "Draw one series to this file, .svg or .png: the last scored rows with forecast and interval, and the error over time."})
    private @Nullable Path plot;

    @Option(names = "--plot-key", paramLabel = "KEY", description = "The series to draw, KEY/COLUMN with --vector (default: the first).")
    private @Nullable String plotKey;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Series that are evaluated at the same time (default: one for each processor).")
    private int threads;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        common.require(threads >= 0, "--threads", "at least 0", threads);
        common.quietLogs();
        ForecasterOptions forecaster = model.forecaster();
        int season = forecaster.seasonSteps().stream().findFirst().orElse(0);
        var options = new BacktestOptions(forecaster, standardiseRows, scoreRows, season, report,
                predictions != null || plot != null);
        SeriesPlot drawing = plot == null ? null : SeriesPlot.to(plot, plotKey, options);
        List<Series> series = input.read(forecaster.fields(), command.commandLine().getErr());
        try (var stop = StopSignal.listen()) {
            BacktestReport result = run(series, options, stop, drawing);
            if (stop.requested()) {
                return ExitCode.INTERRUPTED.number();
            }
            if (drawing != null) {
                drawing.draw();
            }
            command.commandLine().getOut()
                    .println(output.isJson() ? result.toJson() : result.toTable());
            return ExitCode.OK.number();
        }
    }

    private BacktestReport run(List<Series> series, BacktestOptions options, StopSignal stop,
            @Nullable SeriesPlot drawing) {
        int parallel = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        boolean vector = series.stream().anyMatch(one -> one.fields().targets().size() > 1);
        var bar = Terminal.progressBar("backtest").setUnit(" rows", 1)
                .setInitialMax(series.stream().mapToLong(Series::rows).sum()).showSpeed();
        try (var progress = Terminal.isAttached() ? bar.build() : null;
                var file = predictions == null
                        ? null
                        : PredictionsFile.create(predictions, options, vector)) {
            return Backtest.run(series, options, parallel, stop,
                    rows -> {
                        if (progress != null) {
                            progress.stepTo(rows);
                        }
                    }, result -> {
                        if (file != null) {
                            file.write(result);
                        }
                        if (drawing != null) {
                            drawing.take(result);
                        }
                    });
        }
    }
}
