package io.tidecast.benchmarks;

import java.util.Random;

/// A noisy wave to learn from, formed beforehand: the same in every run, and next to nothing to read.
final class Wave {
    private static final int LENGTH = 1 << 12;

    private final double[] values = new double[LENGTH];
    private int position;

    Wave() {
        var random = new Random(1);
        for (int i = 0; i < LENGTH; i++) {
            values[i] = Math.sin(2 * Math.PI * i / 128) + 0.1 * random.nextGaussian();
        }
    }

    double next() {
        position = (position + 1) & (LENGTH - 1);
        return values[position];
    }

    /// The value of so many steps ago.
    double at(int stepsAgo) {
        return values[(position - stepsAgo) & (LENGTH - 1)];
    }
}
