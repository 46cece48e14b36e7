package io.tidecast.app.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.app.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All about one series' model.
///
/// @param state   as `GET /keys/{key}` answers
/// @param history its newest readings, as `GET /keys/{key}/history` answers
public record Inspection(JsonNode state, JsonNode history) {
    /// Asks an instance.
    ///
    /// @param readings newest ones to show
    public static Inspection of(QueryClient instance, String key, int readings) {
        String path = QueryClient.pathOf(key);
        return new Inspection(instance.get(path), instance.get(path + "/history?limit=" + readings));
    }

    /// For people.
    public String toText() {
        var parts = new ArrayList<String>();
        parts.add(summary());
        parts.add(fields());
        parts.add(experts());
        if (!state.at("/network/gates").isEmpty()) {
            parts.add(gates());
        }
        if (!history.path("points").isEmpty()) {
            parts.add(readings());
        }
        if (!history.path("events").isEmpty()) {
            parts.add(events());
        }
        return String.join("\n", parts);
    }

    private String summary() {
        JsonNode network = state.get("network");
        JsonNode happened = state.get("happened");
        var table = new TextTable("series", state.get("key").asText());
        table.row("status", status());
        table.row("readings", "%,d, the newest of %s".formatted(state.get("readings").asLong(),
                state.get("lastTime").asText("no time")));
        table.row("model", "%s, %,d truths learnt from, %,d bytes of state".formatted(
                state.get("model").asText(), state.get("updates").asLong(),
                state.get("stateBytes").asLong()));
        if (!network.get("cell").isNull()) {
            table.row("network",
                    "%s, layers: %d, hidden values: %d, window: %d".formatted(network.get("cell").asText(),
                            network.get("layers").asInt(), network.get("hidden").asInt(),
                            network.get("window").asInt()));
            table.row("learning", "%,d updates, loss %s, gradient norm %s%s".formatted(
                    network.get("updates").asLong(), number(network.get("loss")),
                    number(network.get("gradientNorm")), state.get("learningRate").isNull()
                            ? ""
                            : ", learning rate set to " + number(state.get("learningRate"))));
        }
        var counts = new ArrayList<String>();
        happened.properties()
                .forEach(count -> counts.add("%s %,d".formatted(count.getKey(), count.getValue().asLong())));
        return table.row("happened", String.join(", ", counts)).toString();
    }

    private String status() {
        return state.get("status").asText() + (state.get("frozen").asBoolean() ? ", frozen" : "")
                + (state.get("quarantined").asBoolean() ? ", quarantined" : "")
                + ", partition " + state.get("partition").asInt()
                + (state.get("standby").asBoolean() ? " (a standby's)" : "");
    }

    private String fields() {
        var table = new TextTable("field", "actual", "next", "lower", "upper", "MAE", "last value MAE",
                "skill",
                "coverage", "mean", "deviation", "RMS step").numbersFrom(1);
        for (JsonNode field : state.get("fields")) {
            JsonNode scale = field.get("scale");
            table.row(field.get("field").asText(), number(field.get("actual")), number(field.get("next")),
                    number(field.get("lower")), number(field.get("upper")), number(field.get("mae")),
                    number(field.get("lastValueMae")), percent(field.get("skill")),
                    percent(field.get("coverage")), number(scale.get("mean")),
                    number(scale.get("deviation")), number(scale.get("stepRms")));
        }
        return table.toString();
    }

    private String experts() {
        var table = new TextTable("field", "expert", "next", "weight").numbersFrom(2);
        for (JsonNode field : state.get("fields")) {
            for (JsonNode expert : field.get("experts")) {
                table.row(field.get("field").asText(), expert.get("name").asText(),
                        number(expert.get("value")), number(expert.get("weight")));
            }
        }
        return table.toString();
    }

    private String gates() {
        var table = new TextTable("layer", "gate", "in the lowest tenth", "in the highest tenth")
                .numbersFrom(2);
        for (JsonNode gate : state.at("/network/gates")) {
            table.row(gate.get("layer").asText(), gate.get("gate").asText(), percent(gate.get("low")),
                    percent(gate.get("high")));
        }
        return table.toString();
    }

    private String readings() {
        var table = new TextTable("time", "actual", "forecast", "lower", "upper", "error", "")
                .numbersFrom(1);
        for (JsonNode point : history.get("points")) {
            boolean scored = point.get("actual").isNumber() && point.get("forecast").isNumber();
            table.row(point.get("time").asText(), number(point.get("actual")),
                    number(point.get("forecast")), number(point.get("lower")), number(point.get("upper")),
                    scored
                            ? number(point.get("actual").asDouble() - point.get("forecast").asDouble())
                            : "-",
                    point.get("anomaly").asBoolean() ? "anomaly" : "");
        }
        for (JsonNode ahead : history.path("ahead")) {
            table.row(ahead.get("time").asText(), "", number(ahead.get("value")),
                    number(ahead.get("lower")), number(ahead.get("upper")), "", "");
        }
        return table.toString();
    }

    private String events() {
        var table = new TextTable("time", "event", "field", "detail");
        for (JsonNode event : history.get("events")) {
            table.row(List.of("time", "kind", "field", "detail").stream()
                    .map(name -> event.get(name).asText()).toArray(String[]::new));
        }
        return table.toString();
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? number(value.asDouble()) : "-";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * share.asDouble()) : "-";
    }
}
