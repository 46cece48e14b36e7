package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// The usual step at each time of a season: an exponentially weighted mean for each slot of the season. It follows sharp
/// daily patterns (a shift that starts, a timer that switches) that a few sines of the time of day cannot.
///
/// A slot is a sampling interval, or the season's part that the most slots allow where that is longer: with 336 of them, five minutes of
/// a day or half an hour of a week. As long as the season is not known there is no profile.
final class SeasonalProfile {
    private final double halfLifeSeasons;
    private final int mostSlots;
    private long intervalMillis;
    private long seasonMillis;
    private double decay;
    /// Per slot: weighted sum and weight, as in [WeightedMean]; `[2, slots]`.
    private float[] slots = new float[0];

    /// @param halfLifeSeasons seasons after which a step's weight has halved
    SeasonalProfile(double halfLifeSeasons, int mostSlots) {
        this.halfLifeSeasons = halfLifeSeasons;
        this.mostSlots = mostSlots;
    }

    /// Starts anew where the interval or the season has become known or has changed.
    ///
    /// @param season milliseconds; 0: there is none
    void follow(long interval, long season) {
        if (interval != intervalMillis || season != seasonMillis) {
            start(interval, season);
        }
    }

    private void start(long interval, long season) {
        intervalMillis = interval;
        seasonMillis = season;
        int count = (int) Math.min(season / interval, mostSlots);
        slots = new float[2 * count];
        if (count > 0) {
            decay = StrictMath.pow(0.5, count / (halfLifeSeasons * Math.max(1, (double) season / interval)));
        }
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

    /// Bytes that [#save] writes now.
    int byteSize() {
        return 2 * Long.BYTES + slots.length * Float.BYTES;
    }

    void save(ByteBuffer out) {
        out.putLong(intervalMillis).putLong(seasonMillis);
        for (float value : slots) {
            out.putFloat(value);
        }
    }

    void load(ByteBuffer in) {
        long interval = in.getLong();
        long season = in.getLong();
        if (interval < 0 || season < 0) {
            throw new IllegalArgumentException(
                    "a saved interval and season must be at least 0, got %d and %d".formatted(interval,
                            season));
        }
        if (interval > 0) {
            start(interval, season);
        }
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getFloat();
        }
    }
}
