package io.tidecast.app.backtest;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Every forecast beside its truth as CSV, in the series' own unit. Numbers are written so that they read back as the same bits.
public final class PredictionsFile implements AutoCloseable {
    private final Path file;
    private final SequenceWriter rows;

    private PredictionsFile(Path file, SequenceWriter rows) {
        this.file = file;
        this.rows = rows;
    }

    /// Begins the file with its header.
    public static PredictionsFile create(Path file, List<ExpertKind> experts) {
        var header = new ArrayList<>(List.of("key", "row", "time", "actual", "point", "lower", "upper"));
        experts.forEach(expert -> header.add(expert.id()));
        try {
            SequenceWriter rows = CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .build()
                    .writer().writeValues(Files.newBufferedWriter(file));
            rows.write(header);
            return new PredictionsFile(file, rows);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    void write(SeriesResult result) {
        try {
            for (SeriesResult.Held held : result.forecasts) {
                rows.write(row(result.series, held.row(), held.forecast()));
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static List<String> row(Series series, int row, Forecast forecast) {
        double actual = series.value(row);
        var cells = new ArrayList<>(List.of(series.key(), String.valueOf(row),
                Instant.ofEpochMilli(series.time(row)).toString(),
                Double.isNaN(actual) ? "" : String.valueOf(actual),
                String.valueOf(forecast.value()), String.valueOf(forecast.lower()),
                String.valueOf(forecast.upper())));
        for (ExpertForecast expert : forecast.experts()) {
            cells.add(String.valueOf(expert.value()));
        }
        return cells;
    }

    private static CommandFailure failure(Path file, IOException e) {
        return new CommandFailure(ExitCode.ENVIRONMENT, "cannot write %s: %s".formatted(file, e), e);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }
}
