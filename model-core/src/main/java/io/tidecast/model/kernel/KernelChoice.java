package io.tidecast.model.kernel;

import io.tidecast.model.kernel.openblas.NativeKernels;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Which kernels this process computes with: chosen once, when first asked for, and said in one line of the log.
///
/// By capability: `vector` where the JVM and the machine have vectors of 8 floats, because with these OpenBLAS is not faster at any size of
/// interest (docs/performance.md); on a machine without such vectors `native` if the library is there, else `scalar`.
///
/// The system property `tidecast.kernels` overrides the choice: `scalar`, `vector` or `native`. What cannot be had is replaced by
/// the next best, with a hint; nothing here throws.
final class KernelChoice {
    static final String PROPERTY = "tidecast.kernels";
    static final String LEAST_PROPERTY = "tidecast.kernels.native.operations";
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR = "io.tidecast.model.kernel.vector.VectorKernels";
    /// Multiplications of a product from which on OpenBLAS takes it from the vector kernels, and from the scalar ones.
    private static final long LEAST_OVER_VECTOR = 1 << 20;
    private static final long LEAST_OVER_SCALAR = 1 << 12;

    /// What was chosen, and why.
    record Choice(Kernels kernels, String reason) {
        private Choice because(String earlier) {
            return new Choice(kernels, earlier + "; " + reason);
        }
    }

    private static final class Chosen {
        static final Choice CHOICE = log(choose(System.getProperty(PROPERTY)));
    }

    private KernelChoice() {}

    static Kernels fastest() {
        return Chosen.CHOICE.kernels();
    }

    /// @param wanted the property's value; null when it is not set
    static Choice choose(@Nullable String wanted) {
        return switch (wanted) {
            case "scalar" -> new Choice(new ScalarKernels(), "asked for by " + PROPERTY);
            case "native" -> large(vector());
            case "vector" -> vector();
            case null -> fitting();
            default -> fitting().because("%s=%s is neither scalar nor vector nor native"
                    .formatted(PROPERTY, wanted));
        };
    }

    private static Choice fitting() {
        Choice vector = vector();
        boolean hopeless = vector.kernels() instanceof ScalarKernels && hasModule();
        return hopeless && NativeKernels.isSupported() ? large(vector) : vector;
    }

    private static boolean hasModule() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /// Loads the class by name, because it does not link without the module.
    private static Choice vector() {
        if (!hasModule()) {
            return new Choice(new ScalarKernels(),
                    "several times slower than need be: run java with --add-modules " + MODULE);
        }
        try {
            Class<?> type = Class.forName(VECTOR);
            if (Boolean.TRUE.equals(type.getMethod("isSupported").invoke(null))) {
                return new Choice((Kernels) type.getConstructor().newInstance(),
                        "this machine has vectors of 8 floats or more");
            }
            return new Choice(new ScalarKernels(), "this machine has no vectors of 8 floats");
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Choice(new ScalarKernels(), "the vector kernels do not load: " + e);
        }
    }

    /// Large products by OpenBLAS, if it is there.
    private static Choice large(Choice small) {
        if (!NativeKernels.isSupported()) {
            return small.because(NativeKernels.library());
        }
        boolean overScalar = small.kernels() instanceof ScalarKernels;
        long least = Long.getLong(LEAST_PROPERTY, overScalar ? LEAST_OVER_SCALAR : LEAST_OVER_VECTOR);
        return new Choice(new NativeKernels(small.kernels(), least),
                "products of %d multiplications or more by %s, all else by %s, because %s".formatted(least,
                        NativeKernels.library(), small.kernels().getClass().getSimpleName(), small.reason()));
    }

    private static Choice log(Choice choice) {
        System.getLogger(KernelChoice.class.getName()).log(Level.INFO, "kernels: {0}, {1}",
                choice.kernels().getClass().getSimpleName(), choice.reason());
        return choice;
    }
}
