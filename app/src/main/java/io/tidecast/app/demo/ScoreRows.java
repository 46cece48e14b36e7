package io.tidecast.app.demo;

/// Which rows of each series are scored, half-open; the forecasts of a series are its rows, counted from 0. Shares of the rows, as
/// in a backtest, would need to know the end of the stream.
///
/// @param first  first scored row
/// @param end    row after the last scored one
public record ScoreRows(long first, long end) {
    /// Every row.
    public static final ScoreRows ALL = new ScoreRows(0, Long.MAX_VALUE);

    public ScoreRows {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException(
                    "rows must be A:B with 0 <= A <= B, got %d:%d".formatted(first, end));
        }
    }

    /// Reads `3600:14400`.
    public static ScoreRows parse(String text) {
        String[] ends = text.split(":", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("rows must be A:B such as 3600:14400, got " + text);
        }
        return new ScoreRows(Long.parseLong(ends[0].strip()), Long.parseLong(ends[1].strip()));
    }

    boolean contains(long row) {
        return row >= first && row < end;
    }

    @Override
    public String toString() {
        return equals(ALL) ? "all" : first + ":" + end;
    }
}
