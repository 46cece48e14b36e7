package io.tidecast.connectors.fleet;

import java.time.Instant;

/// Where a sampling time lies in its day and week (UTC).
///
/// @param day   fraction of the day gone, 0 at midnight
/// @param load  how busy the site is, 0 to 1: working hours of working days
record Moment(double day, double load) {
    private static final long DAY_MILLIS = 86_400_000L;

    static Moment of(Instant time) {
        double days = (double) time.toEpochMilli() / DAY_MILLIS;
        double day = days - Math.floor(days);
        // 1970-01-01 was a Thursday.
        int weekday = (int) Math.floorMod((long) Math.floor(days) + 3, 7L);
        double hours = smooth(day, 7.0 / 24) * (1 - smooth(day, 18.0 / 24));
        return new Moment(day, weekday < 5 ? hours : 0.15 * hours);
    }

    /// One sine over the day, with its top at the given fraction.
    double daily(double top) {
        return Math.cos(2 * Math.PI * (day - top));
    }

    /// A step at `at` that takes about an hour: `1 / (1 + exp(-(x - at) / width))`.
    private static double smooth(double x, double at) {
        return 1 / (1 + Math.exp(-(x - at) * 80));
    }
}
