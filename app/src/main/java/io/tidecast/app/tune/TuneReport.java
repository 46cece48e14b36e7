package io.tidecast.app.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a search found.
///
/// @param space    the values it chose from, by key
/// @param metric   what it made small
/// @param rounds   every trial
/// @param best     settings of the best configuration of the last round; empty: the defaults
/// @param heldOut  how it does on rows that the search never saw
public record TuneReport(Map<String, List<String>> space, String metric, List<Round> rounds,
        Map<String, String> best, HeldOut heldOut) {
    /// One round.
    ///
    /// @param rows    rows of all series, of which the later half was scored
    /// @param trials  the best first
    public record Round(int number, long rows, List<Trial> trials) {}

    /// One configuration in one round.
    ///
    /// @param configuration  its number; 0: the defaults
    /// @param settings       what differs from the defaults and from what was set by hand
    public record Trial(int configuration, Map<String, String> settings, double score) {}

    /// Figures on the rows that the search never saw.
    ///
    /// @param rows          of all series
    /// @param defaultScore  of the defaults
    /// @param bestScore     of the best configuration
    public record HeldOut(long rows, double defaultScore, double bestScore) {}

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
        var parts = new ArrayList<String>();
        rounds.forEach(round -> parts.add(table(round)));
        parts.add("best: " + (best.isEmpty()
                ? "the defaults"
                : best.entrySet().stream()
                        .map(setting -> "--set " + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" "))));
        parts.add(String.format(Locale.ROOT,
                "on %,d rows that the search never saw: %s of the defaults %.5g, of the best %.5g (%+.1f %%)",
                heldOut.rows(), metric, heldOut.defaultScore(), heldOut.bestScore(),
                100 * (heldOut.bestScore() / heldOut.defaultScore() - 1)));
        return String.join("\n", parts);
    }

    private String table(Round round) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, round.trials(),
                List.of(new Column().header("round " + round.number())
                        .with(trial -> String.valueOf(trial.configuration())),
                        new Column().header(metric).dataAlign(HorizontalAlign.RIGHT)
                                .<Trial>with(trial -> String.format(Locale.ROOT, "%.5g", trial.score())),
                        new Column().header("settings, on %,d rows".formatted(round.rows()))
                                .headerAlign(HorizontalAlign.LEFT).dataAlign(HorizontalAlign.LEFT)
                                .maxWidth(200).with(TuneReport::settings)));
    }

    private static String settings(Trial trial) {
        return trial.settings().isEmpty()
                ? "(the defaults)"
                : trial.settings().entrySet().stream()
                        .map(setting -> setting.getKey().replaceFirst("^model\\.", "") + "="
                                + setting.getValue())
                        .collect(Collectors.joining(" "));
    }
}
