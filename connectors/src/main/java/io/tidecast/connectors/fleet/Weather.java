package io.tidecast.connectors.fleet;

import java.util.random.RandomGenerator;

/// What all sensors of a site share: a smooth, slowly wandering, mean-reverting anomaly of variance one.
///
/// `w' = φ₁·w + φ₂·w₋₁ + s·ε`,  `ε ~ N(0, 1)`: a second-order autoregression with the real roots `r₁`, `r₂`, so
/// `φ₁ = r₁ + r₂`, `φ₂ = -r₁·r₂`, and `s² = (1 + φ₂)·((1 - φ₂)² - φ₁²) / (1 - φ₂)` makes the variance one
/// (Box & Jenkins 1976, section 3.2.4).
final class Weather {
    /// Memory of the drift, hours at a reading every ten minutes, and of the level, days.
    private static final double R1 = 0.97;
    private static final double R2 = 0.998;
    private static final double PHI1 = R1 + R2;
    private static final double PHI2 = -R1 * R2;
    private static final double SHOCK = Math
            .sqrt((1 + PHI2) * (1 - PHI2 - PHI1) * (1 - PHI2 + PHI1) / (1 - PHI2));

    private final RandomGenerator random;
    private double anomaly;
    private double before;

    Weather(RandomGenerator random) {
        this.random = random;
        anomaly = random.nextGaussian();
        before = anomaly;
    }

    double anomaly() {
        return anomaly;
    }

    void step() {
        double next = PHI1 * anomaly + PHI2 * before + SHOCK * random.nextGaussian();
        before = anomaly;
        anomaly = next;
    }
}
