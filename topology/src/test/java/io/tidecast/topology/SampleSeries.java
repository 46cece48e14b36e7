package io.tidecast.topology;

import io.tidecast.model.forecast.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Seeded readings for tests: a daily wave with noise, now and then a missing value or a gap.
final class SampleSeries {
    static final long START = 1_767_225_600_000L;
    static final long STEP = 600_000;

    private SampleSeries() {}

    static List<Reading> of(long seed, int count) {
        var random = new Random(seed);
        var readings = new ArrayList<Reading>();
        long time = START;
        double noise = 0;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(60) == 0 ? 5 * STEP : STEP;
            noise = 0.9 * noise + 0.3 * random.nextGaussian();
            double value = 20 + 5 * StrictMath.sin(2 * Math.PI * time / 86_400_000.0) + noise;
            readings.add(new Reading(time, random.nextInt(30) == 0 ? Double.NaN : value));
        }
        return readings;
    }
}
