package io.tidecast.app.command;

import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.csv.FieldColumns;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.model.forecast.SeriesFields;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;

/// The series of the commands that evaluate: files, columns, and what was wrong with them.
final class EvaluatedSeries {
    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private FieldOptions fields = new FieldOptions();

    /// @param configured  the fields of the configuration
    List<Series> read(SeriesFields configured, PrintWriter errors) {
        if (!input.given()) {
            throw new CommandFailure(ExitCode.USAGE, "say what to evaluate: --input FILE...");
        }
        var badRows = new BadRows(errors::println);
        FieldColumns columns = fields.columns(configured);
        List<String> targets = configured.targets().equals(SeriesFields.SCALAR.targets())
                ? List.of()
                : configured.targets();
        try (ReadingSource source = CsvFiles.open(input.toCsvInput(columns, targets), badRows)) {
            List<Series> series = Series.readAll(source, columns);
            if (badRows.count() > 0) {
                errors.println(
                        badRows.count() + " rows or values of the input could not be read and were left out");
            }
            return series;
        }
    }
}
