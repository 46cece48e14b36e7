package io.tidecast.app.command;

import io.tidecast.app.backtest.RowRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `A:B`.
final class RowRangeConverter implements ITypeConverter<RowRange> {
    @Override
    public RowRange convert(String text) {
        try {
            return RowRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "expected A:B such as 3600:14400 or 0.25:1.0, got '" + text + "'");
        }
    }
}
