package io.tidecast.connectors.fleet;

import io.tidecast.connectors.reading.SeriesReading;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One sensor with its faults: level shifts that stay, spikes of one reading, stretches without readings, and readings that say "no value".
final class Sensor {
    private static final double SHIFT_CHANCE = 1.0 / 3000;
    private static final double SPIKE_CHANCE = 1.0 / 900;
    private static final double SILENCE_CHANCE = 1.0 / 2500;
    private static final int LONGEST_SILENCE = 36;
    private static final double NO_VALUE_CHANCE = 1.0 / 600;

    private final String key;
    private final SensorKind kind;
    private final RandomGenerator random;
    private final Weather own;
    private double shift;
    private int silentSteps;

    Sensor(String site, SensorKind kind, RandomGenerator random) {
        this.key = site + "/" + kind.label();
        this.kind = kind;
        this.random = random;
        this.own = new Weather(random);
    }

    /// The reading at one sampling time; null: the sensor is silent.
    @Nullable
    SeriesReading read(Instant time, Moment now, double weather) {
        own.step();
        double value = kind.level(now, weather) + kind.wander() * own.anomaly()
                + kind.noise() * random.nextGaussian();
        value += shift() + spike();
        if (silent()) {
            return null;
        }
        boolean noValue = random.nextDouble() < NO_VALUE_CHANCE;
        return new SeriesReading(key, time, noValue ? null : Math.rint(value * 1000) / 1000);
    }

    private double shift() {
        if (random.nextDouble() < SHIFT_CHANCE) {
            shift += 8 * kind.noise() * random.nextGaussian();
        }
        return shift;
    }

    private double spike() {
        boolean spike = random.nextDouble() < SPIKE_CHANCE;
        double height = (12 + 12 * random.nextDouble()) * kind.noise();
        return spike ? height : 0;
    }

    private boolean silent() {
        if (random.nextDouble() < SILENCE_CHANCE) {
            silentSteps = 2 + random.nextInt(LONGEST_SILENCE - 1);
        }
        return silentSteps-- > 0;
    }
}
