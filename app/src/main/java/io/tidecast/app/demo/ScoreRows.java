package io.tidecast.app.demo;

/// Which rows of each series are scored; the forecasts of a series are its rows, counted from 0.
///
/// @param first  first scored row
/// @param last   last scored row
public record ScoreRows(long first, long last) {
    /// Every row.
    public static final ScoreRows ALL = new ScoreRows(0, Long.MAX_VALUE);

    public ScoreRows {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "rows must be FIRST:LAST with 0 <= FIRST <= LAST, got %d:%d".formatted(first, last));
        }
    }

    /// Reads `3600:14399`.
    public static ScoreRows parse(String text) {
        String[] ends = text.split(":", -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("rows must be FIRST:LAST such as 3600:14399, got " + text);
        }
        return new ScoreRows(Long.parseLong(ends[0].strip()), Long.parseLong(ends[1].strip()));
    }

    boolean contains(long row) {
        return row >= first && row <= last;
    }

    @Override
    public String toString() {
        return equals(ALL) ? "all" : first + ":" + last;
    }
}
