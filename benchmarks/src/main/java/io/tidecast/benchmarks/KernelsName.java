package io.tidecast.benchmarks;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.kernel.openblas.NativeKernels;

/// The implementations that are measured.
public enum KernelsName {
    /// Plain loops.
    SCALAR,
    /// What a process takes by itself.
    FASTEST,
    /// The same with every product by OpenBLAS, however small, so that the table shows from which size on that would pay.
    NATIVE;

    Kernels kernels() {
        return switch (this) {
            case SCALAR -> new ScalarKernels();
            case FASTEST -> Kernels.fastest();
            case NATIVE -> {
                if (!NativeKernels.isSupported()) {
                    throw new IllegalStateException(NativeKernels.library());
                }
                yield new NativeKernels(Kernels.fastest(), 0);
            }
        };
    }
}
