package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The backward passes against central differences, which need no other library, and against Hipparchus.
class GradientTest {

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void gradientsMatchCentralDifferences(Kernels kernels) {
        // ε = 0.005: rounding leaves 6e-8/ε, curvature ε², each about 2e-5, times the depth of the network.
        accept(new CentralDifferences(kernels).get(), 1e-3);
    }

    @Test
    void gradientsOfTheSameCodeInDoubleMatchCentralDifferences() throws Exception {
        // ε = 6e-6: rounding leaves 1e-16/ε, curvature ε², each about 4e-11, times the depth of the network.
        accept(DoublePrecision.run(CentralDifferences.class), 1e-8);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void gradientsMatchAutomaticDifferentiation(Kernels kernels) throws Exception {
        accept(new AutomaticDifferentiation(kernels).get(), 3e-6);
        accept(DoublePrecision.run(AutomaticDifferentiation.class), 1e-12);
    }

    private static void accept(String worst, double tolerance) {
        double deviation = Double.parseDouble(worst.substring(0, worst.indexOf(' ')));
        assertTrue(deviation <= tolerance, "worst deviation " + worst);
    }
}
