package io.tidecast.app.command;

import io.tidecast.app.backtest.Backtest;
import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.PredictionsFile;
import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.log.Terminal;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
                        "",
                        "Rows are counted from 0 in each series, missing values included; A:B is from A up to but not including B.",
                        "A duplicate or late row is counted and not used; a missing truth is not scored."})
final class BacktestCommand implements Callable<Integer> {
    enum Output {
        table, json
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--standardise-rows", converter = RowRangeConverter.class, paramLabel = "A:B", description = {
            "Measure errors in population standard deviations of these rows of each series; shares such as 0:0.2 are"
                    + " allowed (default: in the series' own unit)."})
    private @Nullable RowRange standardiseRows;

    @Option(names = "--score-rows", converter = RowRangeConverter.class, paramLabel = "A:B", description = {
            "Score only these rows of each series; shares such as 0.25:1.0 are allowed (default: all)."})
    private RowRange scoreRows = RowRange.ALL;

    @Option(names = "--season", defaultValue = "0", paramLabel = "N", description = {
            "Rows of a season for seasonal-naive (default: a day, or a week for series of two values a day or less)."})
    private int season;

    @Option(names = "--predictions", paramLabel = "FILE", description = {
            "Write each forecast and its truth to this CSV file: key,row,time,actual,point,lower,upper and each expert's point."})
    private @Nullable Path predictions;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Series that are evaluated at the same time (default: one for each processor).")
    private int threads;

    @Option(names = {"-o",
            "--output"}, defaultValue = "table", paramLabel = "table|json", description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Override
    public Integer call() {
        CommandSpec command = java.util.Objects.requireNonNull(spec);
        if (!input.given()) {
            throw new ParameterException(command.commandLine(), "say what to evaluate: --input FILE...");
        }
        if (season < 0 || threads < 0) {
            throw new ParameterException(command.commandLine(), "--season and --threads must be at least 0");
        }
        common.quietLogs();
        PrintWriter errors = command.commandLine().getErr();
        var options = new BacktestOptions(model.forecaster(), standardiseRows, scoreRows, season,
                predictions != null);
        var badRows = new BadRows(errors::println);
        try (var stop = StopSignal.listen()) {
            BacktestReport report = run(read(badRows), options, stop);
            if (stop.requested()) {
                return ExitCode.INTERRUPTED.number();
            }
            if (badRows.count() > 0) {
                errors.println(
                        badRows.count() + " rows or values of the input could not be read and were left out");
            }
            command.commandLine().getOut()
                    .println(output == Output.json ? report.toJson() : report.toTable());
            return ExitCode.OK.number();
        }
    }

    private List<Series> read(BadRows badRows) {
        try (ReadingSource source = CsvFiles.open(input.toCsvInput(), badRows)) {
            return Series.readAll(source);
        }
    }

    private BacktestReport run(List<Series> series, BacktestOptions options, StopSignal stop) {
        int parallel = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        var bar = new ProgressBarBuilder().setTaskName("backtest").setUnit(" rows", 1)
                .setInitialMax(series.stream().mapToLong(Series::rows).sum()).showSpeed();
        try (var progress = Terminal.isAttached() ? bar.build() : null;
                var file = predictions == null
                        ? null
                        : PredictionsFile.create(predictions, options.forecaster().experts())) {
            return Backtest.run(series, options, parallel, stop,
                    rows -> {
                        if (progress != null) {
                            progress.stepTo(rows);
                        }
                    }, file);
        }
    }
}
