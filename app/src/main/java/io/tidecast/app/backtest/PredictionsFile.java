package io.tidecast.app.backtest;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Every forecast beside its truth as CSV, in the series' own unit. Numbers are written so that they read back as the same bits.
///
/// `key[,field],row,time[,horizon],actual,point,lower,upper`, then each expert's point, then the interval of each further level as
/// `lower-LEVEL,upper-LEVEL`. The columns in brackets are there where there are several fields or horizons.
public final class PredictionsFile implements AutoCloseable {
    private final Path file;
    private final SequenceWriter rows;
    private final List<ExpertKind> experts;
    private final boolean vector;
    private final boolean severalHorizons;

    private PredictionsFile(Path file, SequenceWriter rows, BacktestOptions options, boolean vector) {
        this.file = file;
        this.rows = rows;
        this.vector = vector;
        experts = options.experts();
        severalHorizons = options.forecaster().horizons() > 1;
    }

    /// Begins the file with its header.
    ///
    /// @param vector  whether the series have several fields
    public static PredictionsFile create(Path file, BacktestOptions options, boolean vector) {
        try {
            SequenceWriter rows = CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                    .build().writer().writeValues(Files.newBufferedWriter(file));
            var predictions = new PredictionsFile(file, rows, options, vector);
            rows.write(predictions.header(options.forecaster().levels()));
            return predictions;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private List<String> header(List<Double> levels) {
        var header = new ArrayList<>(vector ? List.of("key", "field") : List.of("key"));
        header.addAll(List.of("row", "time"));
        if (severalHorizons) {
            header.add("horizon");
        }
        header.addAll(List.of("actual", "point", "lower", "upper"));
        experts.forEach(expert -> header.add(expert.id()));
        levels.stream().skip(1).forEach(level -> header.addAll(List.of("lower-" + level, "upper-" + level)));
        return header;
    }

    /// Appends the forecasts of a series.
    public void write(SeriesResult result) {
        try {
            for (SeriesResult.Held held : result.forecasts) {
                rows.write(row(result.series, held));
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private List<String> row(Series series, SeriesResult.Held held) {
        var cells = new ArrayList<>(List.of(series.key()));
        if (vector) {
            cells.add(series.fields().targets().get(held.target()));
        }
        cells.add(String.valueOf(held.row()));
        cells.add(Instant.ofEpochMilli(series.time(held.row())).toString());
        if (severalHorizons) {
            cells.add(String.valueOf(held.forecast().horizon()));
        }
        cells.add(cell(series.value(held.row(), held.target())));
        cells.add(cell(held.forecast().value()));
        cells.add(cell(held.forecast().lower()));
        cells.add(cell(held.forecast().upper()));
        experts.forEach(expert -> cells.add(cell(point(held, expert))));
        for (Interval interval : held.forecast().intervals().subList(1, held.forecast().intervals().size())) {
            cells.addAll(List.of(cell(interval.lower()), cell(interval.upper())));
        }
        return cells;
    }

    private static double point(SeriesResult.Held held, ExpertKind kind) {
        double baseline = kind == ExpertKind.PERSISTENCE ? held.lastValue() : held.seasonal();
        return held.experts().stream().filter(expert -> expert.expert() == kind).findFirst()
                .map(ExpertForecast::value).orElse(Evaluator.isBaseline(kind) ? baseline : Double.NaN);
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : String.valueOf(value);
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
