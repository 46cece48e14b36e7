package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.kernel.openblas.NativeKernels;
import io.tidecast.model.kernel.vector.VectorKernels;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// The implementations that a test runs through.
public final class EveryKernels {
    private EveryKernels() {}

    public static Stream<Arguments> all() {
        return Stream.concat(withoutLibrary(), Stream.of(
                named("everything by OpenBLAS, over vectors", new NativeKernels(new VectorKernels(), 0)),
                named("everything by OpenBLAS, over loops", new NativeKernels(new ScalarKernels(), 0))));
    }

    /// Those that make no object, whatever the compiler has done so far to calls of a library.
    public static Stream<Arguments> withoutLibrary() {
        return Stream.of(named("scalar", new ScalarKernels()), named("vector", new VectorKernels()));
    }

    /// A row of a batch has the bits of that row alone, but by OpenBLAS only its value: a sum of up to 65 products below 1/4, of which
    /// each partial sum, below 3, is rounded at 6e-8, both times.
    public static void assertSameRows(Kernels kernels, float[] expected, float[] got, String message) {
        if (kernels instanceof NativeKernels) {
            assertArrayEquals(expected, got, 3e-5f, message);
        } else {
            assertArrayEquals(expected, got, message);
        }
    }

    private static Arguments named(String name, Kernels kernels) {
        return Arguments.argumentSet(name, kernels);
    }
}
