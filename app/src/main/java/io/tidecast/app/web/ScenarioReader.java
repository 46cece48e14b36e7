package io.tidecast.app.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.topology.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the body of a what-if question:
///
/// ```json
/// {"steps": 12, "replace": [21.5, null], "append": [22, {"temp": 23}],
///  "inputs": {"valve": [0.2, 0.4]}, "ahead": {"holiday": [0, 1]}}
/// ```
final class ScenarioReader {
    static final int MOST_STEPS = 512;

    private final ObjectMapper json;
    private final SeriesFields fields;

    ScenarioReader(ObjectMapper json, SeriesFields fields) {
        this.json = json;
        this.fields = fields;
    }

    /// @throws Problem if it is no scenario for series of these fields
    Scenario read(String body) {
        JsonNode root = parse(body);
        int steps = 1;
        List<double[]> replaced = List.of();
        List<double[]> appended = List.of();
        double[][] inputs = new double[0][];
        double[][] ahead = new double[0][];
        for (var property : root.properties()) {
            JsonNode value = property.getValue();
            switch (property.getKey()) {
                case "steps" -> steps = steps(value);
                case "replace" -> replaced = readings("replace", value);
                case "append" -> appended = readings("append", value);
                case "inputs" -> inputs = series("inputs", value, fields.inputs());
                case "ahead" -> ahead = series("ahead", value, fields.ahead());
                default -> throw Problem.badRequest(
                        "unknown property '%s': expected steps, replace, append, inputs or ahead"
                                .formatted(Parameters.shortened(property.getKey())));
            }
        }
        if (appended.size() > steps) {
            throw Problem.badRequest("at most %d readings (steps) can be appended, got %d".formatted(steps,
                    appended.size()));
        }
        return new Scenario(steps, replaced, appended, inputs, ahead);
    }

    private JsonNode parse(String body) {
        try {
            JsonNode root = json.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // Said below, without what Jackson says of its insides.
        }
        throw Problem
                .badRequest("the body must be a JSON object, such as {\"steps\": 12, \"append\": [21.5]}");
    }

    private static int steps(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1
                || value.intValue() > MOST_STEPS) {
            throw Problem.badRequest("steps must be an integer from 1 to %d".formatted(MOST_STEPS));
        }
        return value.intValue();
    }

    private List<double[]> readings(String name, JsonNode value) {
        requireList(name, value);
        var readings = new ArrayList<double[]>();
        for (JsonNode element : value) {
            double[] reading = new double[fields.targets().size()];
            Arrays.fill(reading, Double.NaN);
            if (element.isObject()) {
                element.properties()
                        .forEach(field -> reading[index(name, field.getKey(), fields.targets())] = number(
                                name, field.getValue()));
            } else {
                reading[0] = number(name, element);
            }
            readings.add(reading);
        }
        return readings;
    }

    private static double[][] series(String name, JsonNode value, List<String> known) {
        if (!value.isObject()) {
            throw Problem.badRequest(name + " must be an object of a list of numbers for each field");
        }
        var series = new double[known.size()][0];
        value.properties().forEach(field -> {
            int at = index(name, field.getKey(), known);
            requireList(name + "." + field.getKey(), field.getValue());
            double[] numbers = new double[field.getValue().size()];
            Arrays.setAll(numbers, i -> number(name, field.getValue().get(i)));
            series[at] = numbers;
        });
        return series;
    }

    private static void requireList(String name, JsonNode value) {
        if (!value.isArray() || value.size() > MOST_STEPS) {
            throw Problem
                    .badRequest("%s must be a list of at most %d elements".formatted(name, MOST_STEPS));
        }
    }

    private static int index(String name, String field, List<String> known) {
        int at = known.indexOf(field);
        if (at < 0) {
            throw Problem.badRequest("%s: there is no such field '%s', expected %s".formatted(name,
                    Parameters.shortened(field), known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return at;
    }

    private static double number(String name, JsonNode value) {
        if (value.isNull()) {
            return Double.NaN;
        }
        double number = value.isNumber() ? value.doubleValue() : Double.POSITIVE_INFINITY;
        if (!(Math.abs(number) <= Forecaster.LARGEST_VALUE)) {
            throw Problem.badRequest("%s must have numbers of a magnitude up to %s, or null".formatted(name,
                    Forecaster.LARGEST_VALUE));
        }
        return number;
    }
}
