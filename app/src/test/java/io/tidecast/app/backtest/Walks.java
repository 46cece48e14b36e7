package io.tidecast.app.backtest;

import java.util.Random;
import java.util.function.DoubleSupplier;

/// Series with known properties, hourly from 2026-01-01.
final class Walks {
    static final long START = 1_767_225_600_000L;
    static final long STEP = 3_600_000;

    private Walks() {}

    static Series of(DoubleSupplier values, int rows) {
        var series = new Series("s");
        for (int row = 0; row < rows; row++) {
            series.add(START + row * STEP, values.getAsDouble());
        }
        return series;
    }

    static Series whiteNoise(long seed, int rows) {
        return of(new Random(seed)::nextGaussian, rows);
    }

    static Series randomWalk(long seed, int rows) {
        var random = new Random(seed);
        var sum = new double[1];
        return of(() -> sum[0] += random.nextGaussian(), rows);
    }

    /// A daily cycle with noise, missing values, gaps, duplicates and late rows.
    static Series rough(long seed, int rows) {
        var random = new Random(seed);
        var series = new Series("s");
        long time = START;
        for (int row = 0; row < rows; row++) {
            time += random.nextInt(50) == 0 ? 3 * STEP : STEP;
            double value = 20 + 5 * StrictMath.sin(2 * Math.PI * time / (24.0 * STEP))
                    + random.nextGaussian();
            long shown = random.nextInt(60) == 0 ? time - STEP * random.nextInt(4) : time;
            series.add(shown, random.nextInt(40) == 0 ? Double.NaN : value);
        }
        return series;
    }

    /// The same up to a row, then ten times the noise.
    static Series withOtherFuture(Series series, int from, long seed) {
        var random = new Random(seed);
        var other = new Series(series.key());
        for (int row = 0; row < series.rows(); row++) {
            other.add(series.time(row), row < from ? series.value(row) : 10 * random.nextGaussian());
        }
        return other;
    }
}
