package io.tidecast.app.command;

import io.tidecast.app.reset.ResetPoint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--to`.
final class ResetPointConverter implements ITypeConverter<ResetPoint> {
    @Override
    public ResetPoint convert(String value) {
        try {
            return new ResetPoint(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
