package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.log.Logs;
import io.tidecast.connectors.reading.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// `benchmarks/run accuracy`.
@Command(name = "benchmarks/run accuracy", mixinStandardHelpOptions = true, description = {
        "Measures the default model on public series and prints Markdown tables: errors of every model, and every target with a mark.",
        "First the last value must score what it scores by the published protocol; else nothing is measured."}, footer = {
                "",
                "The data folder holds ett/ETTh2.csv, ett/ETTm1.csv, prsa/PRSA_Data_*.csv, nab/*.csv and taxi/nyc_taxi.csv, plain or"
                        + " gzipped; docs/accuracy.md says where to get them. Those of ett/ are always needed.",
                "The published taxi figures are of a whole year, of which the NAB file has the first 215 days: it is measured where"
                        + " there is no folder taxi."})
public final class Accuracy implements Callable<Integer> {
    /// As the command tidecast, for an input file that cannot be read.
    private static final int NO_DATA = 3;

    /// By its id on the command line.
    static final class DatasetConverter implements ITypeConverter<Dataset> {
        @Override
        public Dataset convert(String text) {
            return Arrays.stream(Dataset.values()).filter(dataset -> dataset.id().equals(text)).findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("expected one of %s, got '%s'"
                            .formatted(Arrays.stream(Dataset.values()).map(Dataset::id).toList(), text)));
        }
    }

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder of the data.")
    private Path data = Path.of("");

    @Option(names = "--only", split = ",", paramLabel = "NAME", converter = DatasetConverter.class, description = {
            "Measure these only: etth2, ettm1, etth2-vector, ettm1-vector, prsa, nab, taxi (default: all)."})
    private List<Dataset> only = new ArrayList<>();

    @Option(names = "--seeds", defaultValue = "3", paramLabel = "N", description = "Seeds, of which the median is printed (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Series at the same time (default: one for each processor).")
    private int threads;

    /// Measures and prints.
    public static void main(String[] args) {
        Logs.silent();
        System.exit(new CommandLine(new Accuracy()).execute(args));
    }

    @Override
    public Integer call() {
        try {
            return measured();
        } catch (IOException | InputException e) {
            System.err.println("benchmarks: " + e.getMessage());
            return NO_DATA;
        }
    }

    private int measured() throws IOException {
        List<Dataset> datasets = only.isEmpty() ? List.of(Dataset.values()) : only;
        int parallel = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        try (var stop = StopSignal.listen()) {
            var runner = new Runner(parallel, stop);
            SelfCheck.passes(data, runner);
            Map<Dataset, List<BacktestReport>> reports = new LinkedHashMap<>();
            for (Dataset dataset : datasets) {
                reports.put(dataset, runner.seeds(dataset, data, Math.max(1, seeds)));
            }
            System.out.println(MarkdownTables.of(reports));
            return 0;
        }
    }
}
