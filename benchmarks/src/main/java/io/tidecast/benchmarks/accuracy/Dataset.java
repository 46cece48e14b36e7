package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.csv.CsvInput;
import io.tidecast.connectors.csv.FieldColumns;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Public series and the protocol that they are measured by. `docs/accuracy.md` says where they come from.
enum Dataset {
    /// Electricity transformer, hourly: <https://github.com/zhouhaoyi/ETDataset>.
    ETTH2("ETTh2", "ett/ETTh2.csv*", "date", false),
    /// Another transformer, every 15 minutes. The protocol ends with row 14,400, so the beginning of the file will do.
    ETTM1("ETTm1", "ett/ETTm1*.csv*", "date", false),
    /// The seven fields of the first as one reading.
    ETTH2_VECTOR("ETTh2, vectors", "ett/ETTh2.csv*", "date", true),
    /// The seven fields of the second as one reading.
    ETTM1_VECTOR("ETTm1, vectors", "ett/ETTm1*.csv*", "date", true),
    /// Beijing multi-site air quality, hourly with gaps.
    PRSA("PRSA", "prsa/PRSA_Data_*.csv*", "year,month,day,hour", false),
    /// Numenta anomaly benchmark: <https://github.com/numenta/NAB>.
    NAB("NAB", "nab/*.csv*", "timestamp", false),
    /// New York taxi passengers, every 30 minutes, five steps ahead. The file of NAB ends 320 rows after the first scored one; the
    /// whole year, which the published figures are of, is taken from the folder taxi where there is one.
    TAXI("NYC taxi, 5 steps, direct", "nab/nyc_taxi.csv*", "timestamp", false);

    private static final RowRange ETT_FIT = RowRange.parse("0:2880");
    private static final RowRange ETT_TEST = RowRange.parse("3600:14400");
    private static final List<String> SENSORS = List.of("PM2.5", "PM10", "SO2", "NO2", "CO", "O3", "TEMP",
            "PRES",
            "DEWP", "WSPM");
    /// Half hours of a week.
    private static final int WEEK = 336;

    private final String title;
    private final String files;
    private final String time;
    private final boolean vector;

    Dataset(String title, String files, String time, boolean vector) {
        this.title = title;
        this.files = files;
        this.time = time;
        this.vector = vector;
    }

    /// As on the command line.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /// The protocol: what is forecast and scored, in which unit.
    BacktestOptions protocol(ForecasterOptions model) {
        return switch (this) {
            case ETTH2, ETTM1, ETTH2_VECTOR, ETTM1_VECTOR ->
                BacktestOptions.of(model).withRows(ETT_FIT, ETT_TEST);
            case PRSA ->
                BacktestOptions.of(model).withRows(RowRange.parse("0:0.2"), RowRange.parse("0.25:1.0"));
            case NAB -> BacktestOptions.of(model).withRows(null, RowRange.parse("0.15:1.0"));
            case TAXI -> BacktestOptions.of(model.withHorizons(5, MultiStep.DIRECT)).withSeason(WEEK)
                    .withRows(null, RowRange.parse("10000:"));
        };
    }

    /// Reads the series. Where they are of one file, that is the first by name which the pattern fits.
    ///
    /// @param folder  of all data
    List<Series> read(Path folder) throws IOException {
        var fields = new FieldColumns(vector, List.of(), List.of(), List.of());
        List<Path> found = files(folder, files);
        if (this != PRSA && this != NAB) {
            found = found.subList(0, 1);
        }
        List<String> values = this == PRSA ? SENSORS : List.of();
        if (this == TAXI && Files.isDirectory(folder.resolve("taxi"))) {
            found = files(folder, "taxi/*.csv*").subList(0, 1);
            values = List.of("passenger_count");
        }
        var input = new CsvInput(found, List.of(time.split(",", -1)),
                this == PRSA ? List.of("station") : List.of(),
                values, fields, ZoneOffset.UTC, "--");
        var badRows = new BadRows(line -> System.err.println(line));
        try (ReadingSource source = CsvFiles.open(input, badRows)) {
            return Series.readAll(source, fields);
        }
    }

    private static List<Path> files(Path folder, String files) throws IOException {
        Path pattern = Path.of(files);
        Path directory = folder.resolve(String.valueOf(pattern.getParent()));
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory,
                    String.valueOf(pattern.getFileName()))) {
                stream.forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    "expected %s in the data folder, found none in %s; docs/accuracy.md says where to get it"
                            .formatted(files, folder.toAbsolutePath().normalize()));
        }
        Collections.sort(found);
        return found;
    }
}
