package io.tidecast.app.command;

import io.tidecast.app.demo.ScoreRows;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `A:B`.
final class ScoreRowsConverter implements ITypeConverter<ScoreRows> {
    @Override
    public ScoreRows convert(String text) {
        try {
            return ScoreRows.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected A:B such as 3600:14400, got '" + text + "'");
        }
    }
}
