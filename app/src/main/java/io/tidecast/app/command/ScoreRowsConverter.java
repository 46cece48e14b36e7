package io.tidecast.app.command;

import io.tidecast.app.demo.ScoreRows;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `FIRST:LAST`.
final class ScoreRowsConverter implements ITypeConverter<ScoreRows> {
    @Override
    public ScoreRows convert(String text) {
        try {
            return ScoreRows.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected FIRST:LAST such as 3600:14399, got '" + text + "'");
        }
    }
}
