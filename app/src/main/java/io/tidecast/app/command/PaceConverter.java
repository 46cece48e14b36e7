package io.tidecast.app.command;

import io.tidecast.app.kafka.Pace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `max` or a number.
final class PaceConverter implements ITypeConverter<Pace> {
    @Override
    public Pace convert(String text) {
        try {
            return Pace.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "expected max or a number of readings per second above 0, got '" + text + "'");
        }
    }
}
