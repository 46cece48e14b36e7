package io.tidecast.model.kernel;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// Which kernels this process computes with: chosen once, when first asked for, and said in one line of the log.
///
/// The system property `tidecast.kernels` overrides the choice: `scalar` or `vector`. What cannot be had is replaced by
/// `scalar`, with a hint; nothing here throws.
final class KernelChoice {
    static final String PROPERTY = "tidecast.kernels";
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR = "io.tidecast.model.kernel.vector.VectorKernels";

    /// What was chosen, and why.
    record Choice(Kernels kernels, String reason) {}

    private static final class Chosen {
        static final Choice CHOICE = log(choose(System.getProperty(PROPERTY)));
    }

    private KernelChoice() {}

    static Kernels fastest() {
        return Chosen.CHOICE.kernels();
    }

    /// @param wanted the property's value; null when it is not set
    static Choice choose(@Nullable String wanted) {
        if ("scalar".equals(wanted)) {
            return new Choice(new ScalarKernels(), "asked for by " + PROPERTY);
        }
        if (wanted != null && !wanted.equals("vector")) {
            Choice other = choose(null);
            return new Choice(other.kernels(), "%s=%s is neither scalar nor vector; %s"
                    .formatted(PROPERTY, wanted, other.reason()));
        }
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new Choice(new ScalarKernels(),
                    "several times slower than need be: run java with --add-modules " + MODULE);
        }
        return vector();
    }

    /// Loads the class by name, because it does not link without the module.
    private static Choice vector() {
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

    private static Choice log(Choice choice) {
        System.getLogger(KernelChoice.class.getName()).log(Level.INFO, "kernels: {0}, {1}",
                choice.kernels().getClass().getSimpleName(), choice.reason());
        return choice;
    }
}
