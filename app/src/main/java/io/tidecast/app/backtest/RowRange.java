package io.tidecast.app.backtest;

/// Rows of a series, half-open: from the first up to but not including the second. Each end is a row, counted from 0, or a share of
/// the series' rows, rounded down.
///
/// @param from  first row, or share of the rows
/// @param to    row after the last, or share of the rows
public record RowRange(End from, End to) {
    /// One end of a range.
    ///
    /// @param share  whether the value is a share of the rows
    /// @param value  a row, or a share from 0 to 1
    public record End(boolean share, double value) {
        private static End parse(String text, End otherwise) {
            if (text.isEmpty()) {
                return otherwise;
            }
            return text.contains(".")
                    ? new End(true, Double.parseDouble(text))
                    : new End(false, Integer.parseInt(text));
        }

        private int row(int rows) {
            return (int) Math.min(share ? Math.floor(value * rows) : value, rows);
        }
    }

    /// Every row.
    public static final RowRange ALL = new RowRange(new End(false, 0), new End(true, 1));

    public RowRange {
        boolean inOrder = from.share() != to.share() || from.value() <= to.value();
        boolean shares = (!from.share() || from.value() <= 1) && (!to.share() || to.value() <= 1);
        if (!(from.value() >= 0 && to.value() >= 0 && inOrder && shares)) {
            throw new IllegalArgumentException("rows must be A:B with 0 <= A <= B, shares up to 1.0");
        }
    }

    /// Reads `3600:14400`, `0:0.2` or `100:`. A number with a point is a share.
    public static RowRange parse(String text) {
        String[] ends = text.split(":", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("rows must be A:B, got " + text);
        }
        return new RowRange(End.parse(ends[0].strip(), ALL.from()), End.parse(ends[1].strip(), ALL.to()));
    }

    /// The first row.
    ///
    /// @param rows  rows of the series
    public int first(int rows) {
        return from.row(rows);
    }

    /// The row after the last.
    ///
    /// @param rows  rows of the series
    public int end(int rows) {
        return to.row(rows);
    }
}
