package io.tidecast.app.command;

import io.tidecast.connectors.csv.FieldColumns;
import io.tidecast.model.forecast.SeriesFields;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which columns belong together in one reading, for the commands that evaluate.
final class FieldOptions {
    @Option(names = "--vector", description = {
            "Take all value columns of a row as one reading: its series are forecast together, as KEY/COLUMN in the result."})
    private boolean vector;

    @Option(names = "--inputs", split = ",", paramLabel = "COL", description = {
            "Columns that help to forecast and are not forecast; known up to the present (fields.inputs)."})
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--ahead", split = ",", paramLabel = "COL", description = {
            "Columns that help to forecast and are known before their time (fields.ahead): with each row go the column's"
                    + " values in the next rows, as many as steps are forecast."})
    private List<String> ahead = new ArrayList<>();

    @Option(names = "--attributes", split = ",", paramLabel = "COL", description = {
            "Columns that say what the series is, such as site or type (fields.attributes)."})
    private List<String> attributes = new ArrayList<>();

    /// @param configured  the fields of the configuration, which the options override
    FieldColumns columns(SeriesFields configured) {
        return new FieldColumns(vector || !configured.targets().equals(SeriesFields.SCALAR.targets()),
                inputs.isEmpty() ? configured.inputs() : inputs, ahead.isEmpty() ? configured.ahead() : ahead,
                attributes.isEmpty() ? configured.attributes() : attributes);
    }
}
