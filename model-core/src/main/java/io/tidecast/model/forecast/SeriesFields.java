package io.tidecast.model.forecast;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// What a reading of a series carries, by name and in a fixed order; [Reading] holds the values in that order.
///
/// @param targets    fields that are forecast, at least one; all of them are seen together
/// @param inputs     fields that help to forecast and are known up to the present (past covariates)
/// @param ahead      fields that help to forecast and are known before their time (future covariates)
/// @param attributes what the series is, such as its site or type (static covariates)
public record SeriesFields(List<String> targets, List<String> inputs, List<String> ahead,
        List<String> attributes) {
    /// One sensor: the field `value`.
    public static final SeriesFields SCALAR = new SeriesFields(List.of("value"), List.of(), List.of(),
            List.of());

    public SeriesFields {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
        ahead = List.copyOf(ahead);
        attributes = List.copyOf(attributes);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets must be at least one field, got none");
        }
        var seen = new HashSet<String>();
        Stream.of(targets, inputs, ahead, attributes).flatMap(List::stream).forEach(name -> {
            if (name.isBlank() || !seen.add(name)) {
                throw new IllegalArgumentException(
                        "fields must have a name each, none twice, got '%s' among %s".formatted(name, seen));
            }
        });
    }

    /// Fields that are forecast together.
    public static SeriesFields of(String... targets) {
        return new SeriesFields(List.of(targets), List.of(), List.of(), List.of());
    }

    /// Refuses a reading of other fields, or with values that no forecaster takes.
    ///
    /// @throws IllegalArgumentException naming the rule, what was expected and what came
    void require(Reading reading) {
        requireCount("values", targets, reading.values().length);
        requireCount("inputs", inputs, reading.inputs().length);
        requireCount("ahead", ahead, reading.ahead().length);
        requireCount("attributes", attributes, reading.attributes().length);
        requireMagnitude(reading.values());
        requireMagnitude(reading.inputs());
        for (double[] values : reading.ahead()) {
            requireMagnitude(values);
        }
    }

    private static void requireCount(String name, List<String> fields, int count) {
        if (count != fields.size()) {
            throw new IllegalArgumentException(
                    "%s must have one entry for each of %s, got %d".formatted(name, fields, count));
        }
    }

    private static void requireMagnitude(double[] values) {
        for (double value : values) {
            if (Math.abs(value) > Forecaster.LARGEST_VALUE) {
                throw new IllegalArgumentException("value must be missing or of magnitude up to %s, got %s"
                        .formatted(Forecaster.LARGEST_VALUE, value));
            }
        }
    }
}
