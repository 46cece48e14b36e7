package io.tidecast.app.fleet;

import java.util.random.RandomGenerator;

/// What all sensors of a site share: a slowly wandering, mean-reverting anomaly of variance one.
///
/// `w' = a·w + √(1 - a²)·ε`,  `ε ~ N(0, 1)` (first-order autoregression; memory of about a day at ten minutes)
final class Weather {
    private static final double MEMORY = 0.993;
    private static final double SHOCK = Math.sqrt(1 - MEMORY * MEMORY);

    private final RandomGenerator random;
    private double anomaly;

    Weather(RandomGenerator random) {
        this.random = random;
        this.anomaly = random.nextGaussian();
    }

    double anomaly() {
        return anomaly;
    }

    void step() {
        anomaly = MEMORY * anomaly + SHOCK * random.nextGaussian();
    }
}
