package io.tidecast.benchmarks;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;

/// The implementations that are measured.
public enum KernelsName {
    SCALAR, FASTEST;

    Kernels kernels() {
        return switch (this) {
            case SCALAR -> new ScalarKernels();
            case FASTEST -> Kernels.fastest();
        };
    }
}
