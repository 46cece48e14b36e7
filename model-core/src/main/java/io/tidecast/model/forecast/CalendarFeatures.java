package io.tidecast.model.forecast;

/// Where a moment lies in the day and in the week (UTC), as points on circles: two daily harmonics and one weekly.
final class CalendarFeatures {
    /// Number of features.
    static final int COUNT = 6;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long WEEK_MILLIS = 7 * DAY_MILLIS;

    private CalendarFeatures() {}

    /// Writes `sin, cos` of once and twice a day and once a week.
    ///
    /// @param time milliseconds since 1970-01-01T00:00:00Z
    /// @param x    receives [#COUNT] features
    static void write(long time, float[] x) {
        double day = 2 * Math.PI * Math.floorMod(time, DAY_MILLIS) / DAY_MILLIS;
        double sin = StrictMath.sin(day);
        double cos = StrictMath.cos(day);
        x[0] = (float) sin;
        x[1] = (float) cos;
        x[2] = (float) (2 * sin * cos);
        x[3] = (float) (cos * cos - sin * sin);
        double week = 2 * Math.PI * Math.floorMod(time, WEEK_MILLIS) / WEEK_MILLIS;
        x[4] = (float) StrictMath.sin(week);
        x[5] = (float) StrictMath.cos(week);
    }
}
