package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// The usual step at each time of the day: an exponentially weighted mean for each slot of the season. It follows sharp
/// daily patterns (a shift that starts, a timer that switches) that a few sines of the time of day cannot.
///
/// The season is the day, or the week for series that report twice a day or less; a slot is a sampling interval,
/// or 1/288 of the season (five minutes of a day) where that is longer. As long as the series is not regular there is no profile.
final class SeasonalProfile {
    private static final int MOST_SLOTS = 288;
    static final int BYTES = Long.BYTES + 2 * MOST_SLOTS * Float.BYTES;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final double HALF_LIFE_SEASONS = 15;

    private long intervalMillis;
    private long seasonMillis = DAY_MILLIS;
    private double decay;
    /// Per slot: weighted sum and weight, as in [WeightedMean]; `[2, slots]`.
    private float[] slots = new float[0];

    /// Starts anew where the series' interval has become known or has changed.
    void follow(SamplingInterval interval) {
        if (interval.isRegular() && interval.millis() != intervalMillis) {
            start(interval.millis());
        }
    }

    private void start(long interval) {
        intervalMillis = interval;
        seasonMillis = interval < DAY_MILLIS / 2 ? DAY_MILLIS : 7 * DAY_MILLIS;
        int count = (int) Math.clamp(seasonMillis / interval, 1L, MOST_SLOTS);
        decay = StrictMath.pow(0.5,
                count / (HALF_LIFE_SEASONS * Math.max(1, (double) seasonMillis / interval)));
        slots = new float[2 * count];
    }

    /// @param time the time at which the step ended, milliseconds since 1970-01-01T00:00:00Z
    void add(long time, double step) {
        if (slots.length > 0) {
            int slot = slot(time);
            slots[slot] = (float) (decay * slots[slot] + (1 - decay) * step);
            slots[slot + 1] = (float) (decay * slots[slot + 1] + (1 - decay));
        }
    }

    /// The usual step to a reading of this time; 0 where none is known.
    double at(long time) {
        if (slots.length == 0) {
            return 0;
        }
        int slot = slot(time);
        return slots[slot + 1] == 0 ? 0 : slots[slot] / slots[slot + 1];
    }

    private int slot(long time) {
        return 2 * (int) (Math.floorMod(time, seasonMillis) * (slots.length / 2) / seasonMillis);
    }

    /// Writes all slots that there can be, so that a saved state has the same length at any time.
    void save(ByteBuffer out) {
        out.putLong(intervalMillis);
        for (float value : slots) {
            out.putFloat(value);
        }
        out.position(out.position() + BYTES - Long.BYTES - slots.length * Float.BYTES);
    }

    void load(ByteBuffer in) {
        int start = in.position();
        long interval = in.getLong();
        if (interval < 0) {
            throw new IllegalArgumentException(
                    "a saved sampling interval must be at least 0, got " + interval);
        }
        if (interval != 0) {
            start(interval);
        }
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getFloat();
        }
        in.position(start + BYTES);
    }
}
