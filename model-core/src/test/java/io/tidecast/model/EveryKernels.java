package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.kernel.vector.VectorKernels;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The implementations that a test runs through.
public final class EveryKernels {
    private EveryKernels() {}

    public static Stream<Arguments> all() {
        return Stream.of(named(new ScalarKernels()), named(new VectorKernels()));
    }

    private static Arguments named(Kernels kernels) {
        return Arguments.argumentSet(kernels.getClass().getSimpleName(), kernels);
    }
}
