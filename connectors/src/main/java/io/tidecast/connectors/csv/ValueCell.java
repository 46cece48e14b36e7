package io.tidecast.connectors.csv;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cell that holds a measured value.
final class ValueCell {
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null");

    private ValueCell() {}

    static boolean isMissing(String cell) {
        return MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    static boolean isNumber(String cell) {
        try {
            return Double.isFinite(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// The value; null: missing.
    ///
    /// @throws NumberFormatException if it is neither a finite number nor missing
    static @Nullable Double parse(String cell) {
        if (isMissing(cell)) {
            return null;
        }
        if (!isNumber(cell)) {
            throw new NumberFormatException("'" + cell + "' is neither a finite number nor empty or NA");
        }
        return Double.valueOf(cell);
    }
}
