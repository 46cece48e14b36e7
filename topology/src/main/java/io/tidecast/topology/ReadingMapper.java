package io.tidecast.topology;

import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.topology.DeadLetter.Reason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a record of the readings topic into what a forecaster takes: checks it, and puts its fields in order.
///
/// A field that is left out or null is missing. Fields that the series does not have are ignored.
final class ReadingMapper {
    /// Beyond these, times overflow milliseconds or their differences.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final SeriesFields fields;

    ReadingMapper(SeriesFields fields) {
        this.fields = fields;
    }

    /// @param recordTime the record's timestamp, milliseconds since 1970-01-01T00:00:00Z
    Reading map(io.tidecast.v1.Reading record, long recordTime) throws RejectedException {
        Instant time = record.getTime() == null ? Instant.ofEpochMilli(recordTime) : record.getTime();
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new RejectedException(Reason.BAD_TIME,
                    "time must be from %s to %s, got %s".formatted(EARLIEST, LATEST, time));
        }
        return new Reading(time.toEpochMilli(), targets(record),
                values(fields.inputs(), record.getValues()), ahead(record.getAhead()),
                attributes(record.getAttributes()));
    }

    /// Whether the record has values of fields that the series does not have.
    boolean hasUnknownFields(io.tidecast.v1.Reading record) {
        for (String name : record.getValues().keySet()) {
            if (!fields.targets().contains(name) && !fields.inputs().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private double[] targets(io.tidecast.v1.Reading record) throws RejectedException {
        Map<String, Double> values = record.getValues();
        List<String> targets = fields.targets();
        boolean bare = record.getValue() != null || values.isEmpty()
                || !Collections.disjoint(fields.inputs(), values.keySet());
        if (targets.size() == 1 && bare && !values.containsKey(targets.getFirst())) {
            return new double[]{checked("value", record.getValue())};
        }
        if (Collections.disjoint(targets, values.keySet())) {
            throw new RejectedException(Reason.MISSING_FIELD,
                    "values must have at least one of %s, got %s".formatted(targets, values.keySet()));
        }
        return values(targets, values);
    }

    private static double[] values(List<String> names, Map<String, Double> values)
            throws RejectedException {
        double[] ordered = new double[names.size()];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = checked(names.get(i), values.get(names.get(i)));
        }
        return ordered;
    }

    private double[][] ahead(Map<String, List<Double>> ahead) throws RejectedException {
        double[][] ordered = new double[fields.ahead().size()][];
        for (int i = 0; i < ordered.length; i++) {
            String name = fields.ahead().get(i);
            List<Double> steps = ahead.getOrDefault(name, List.of());
            if (steps.size() > 0xffff) {
                throw new RejectedException(Reason.BAD_VALUE,
                        "%s must have at most %d values ahead, got %d".formatted(name, 0xffff, steps.size()));
            }
            ordered[i] = new double[steps.size()];
            for (int j = 0; j < ordered[i].length; j++) {
                ordered[i][j] = checked(name, steps.get(j));
            }
        }
        return ordered;
    }

    private int[] attributes(Map<String, String> attributes) {
        int[] codes = new int[fields.attributes().size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Reading.code(attributes.getOrDefault(fields.attributes().get(i), ""));
        }
        return codes;
    }

    private static double checked(String name, @Nullable Double value) throws RejectedException {
        if (value != null && !(Math.abs(value) <= Forecaster.LARGEST_VALUE)) {
            throw new RejectedException(Reason.BAD_VALUE, "%s must be null or of magnitude up to %s, got %s"
                    .formatted(name, Forecaster.LARGEST_VALUE, value));
        }
        return value == null ? Double.NaN : value;
    }
}
