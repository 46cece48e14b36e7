package io.tidecast.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The result of a demo.
///
/// @param readings           readings that were answered
/// @param leftOut            rows of the input that were no readings
/// @param deadLetters        readings answered by a dead letter, by reason
/// @param scoreRows          which rows of each series are scored
/// @param series             one line for each series
/// @param meanSkillMae       mean of the series' skill by MAE
/// @param meanSkillRmse      mean of the series' skill by RMSE
/// @param seconds            from the first reading sent to the last answer
/// @param readingsPerSecond  readings answered in that time
/// @param speed              readings per second that the feed was limited to, or max
public record ScoreReport(long readings, long leftOut, Map<String, Long> deadLetters, String scoreRows,
        List<SeriesLine> series, double meanSkillMae, double meanSkillRmse, double seconds,
        double readingsPerSecond, String speed) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// For programs.
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the report as JSON", e);
        }
    }

    /// For people.
    public String toTable() {
        String table = AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, series,
                List.of(new Column().header("series").dataAlign(HorizontalAlign.LEFT).with(SeriesLine::key),
                        column("readings", line -> Long.toString(line.readings())),
                        column("scored", line -> Long.toString(line.scored())),
                        column("MAE", line -> error(line.mae())), column("RMSE", line -> error(line.rmse())),
                        column("last value MAE", line -> error(line.lastValueMae())),
                        column("last value RMSE", line -> error(line.lastValueRmse())),
                        column("skill by MAE", line -> percent(line.skillMae())),
                        column("skill by RMSE", line -> percent(line.skillRmse()))));
        return table + "\n" + summary();
    }

    private String summary() {
        var lines = new ArrayList<String>();
        lines.add(
                "mean skill over \"last value\": %s by MAE, %s by RMSE (scored rows: %s; skill = 1 - error / last value's error)"
                        .formatted(percent(meanSkillMae), percent(meanSkillRmse), scoreRows));
        lines.add(String.format(Locale.ROOT,
                "%,d readings in %.1f s: %,.0f readings per second through broker, topology and back",
                readings, seconds, readingsPerSecond)
                + (speed.equals("max") ? "" : " (fed with --speed " + speed + ")"));
        if (!deadLetters.isEmpty()) {
            lines.add("dead letters: " + String.join(", ", new TreeMap<>(deadLetters).entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey()).toList()));
        }
        if (leftOut > 0) {
            lines.add("left out: " + leftOut + " rows or values of the input that could not be read");
        }
        return String.join("\n", lines);
    }

    private static ColumnData<SeriesLine> column(String header, Function<SeriesLine, @Nullable String> cell) {
        return new Column().header(header).dataAlign(HorizontalAlign.RIGHT).with(cell);
    }

    private static String error(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4g", value);
    }

    static String percent(@Nullable Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }
}
