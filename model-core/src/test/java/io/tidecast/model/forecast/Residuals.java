package io.tidecast.model.forecast;

import java.util.Random;

/// Distributions that residuals are drawn from in tests.
enum Residuals {
    /// Standard normal.
    NORMAL,
    /// Student's, of three degrees of freedom.
    T3,
    /// Exponential, less its mean.
    SKEWED;

    double next(Random random) {
        return switch (this) {
            case NORMAL -> random.nextGaussian();
            case T3 -> random.nextGaussian() / Math.sqrt(chiSquare3(random) / 3);
            case SKEWED -> -Math.log(1 - random.nextDouble()) - 1;
        };
    }

    /// The mean of the absolute value.
    double meanSize() {
        return switch (this) {
            case NORMAL -> Math.sqrt(2 / Math.PI);
            case T3 -> 2 * Math.sqrt(3) / Math.PI;
            case SKEWED -> 2 / Math.E;
        };
    }

    private static double chiSquare3(Random random) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            double normal = random.nextGaussian();
            squares += normal * normal;
        }
        return squares;
    }
}
