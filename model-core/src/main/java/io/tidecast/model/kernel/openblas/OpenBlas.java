package io.tidecast.model.kernel.openblas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one routine of OpenBLAS that is called, on heap arrays without copies.
///
/// While it runs the collector waits ([Linker.Option#critical]): some microseconds for the products of a network.
final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    /// What the process has found, looked for when first asked.
    private static final Found FOUND = find();
    /// A constant, so that the compiler sees through it.
    private static final @Nullable MethodHandle SGEMM = FOUND.sgemm();

    /// @param sgemm null when there is no library
    /// @param from  where it is, or why it is not
    private record Found(@Nullable MethodHandle sgemm, String from) {}

    private OpenBlas() {}

    static boolean isPresent() {
        return SGEMM != null;
    }

    /// Version and place of the library; where there is none, why.
    static String description() {
        return FOUND.from();
    }

    /// `C += op(A) op(B)`, all row-major.
    ///
    /// @param m rows of `C` and of `op(A)`
    /// @param n columns of `C` and of `op(B)`
    /// @param k columns of `op(A)` and rows of `op(B)`
    static void addProduct(
            boolean transposeA, boolean transposeB, int m, int n, int k, float[] a, int aOffset, int aStep,
            float[] b, int bOffset, int bStep, float[] c, int cOffset, int cStep) {
        MethodHandle sgemm = Objects.requireNonNull(SGEMM, "no OpenBLAS");
        try {
            sgemm.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSED : AS_IS, transposeB ? TRANSPOSED : AS_IS, m,
                    n, k, 1f, from(a, aOffset), aStep, from(b, bOffset), bStep, 1f, from(c, cOffset), cStep);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing checked", e);
        }
    }

    private static MemorySegment from(float[] values, int offset) {
        return MemorySegment.ofArray(values).asSlice((long) offset * Float.BYTES);
    }

    private static Found find() {
        try {
            Optional<OpenBlasLibrary> library = OpenBlasLibrary.find();
            return library.isPresent() ? bind(library.get()) : new Found(null, OpenBlasLibrary.HINT);
        } catch (RuntimeException | LinkageError e) {
            return new Found(null,
                    "OpenBLAS does not load, which takes java --enable-native-access=ALL-UNNAMED where that is forbidden: "
                            + e);
        }
    }

    @SuppressWarnings("restricted")
    private static Found bind(OpenBlasLibrary library) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = library.symbols();
        MethodHandle setThreads = linker.downcallHandle(symbols.findOrThrow("openblas_set_num_threads"),
                FunctionDescriptor.ofVoid(JAVA_INT));
        MethodHandle config = linker.downcallHandle(symbols.findOrThrow("openblas_get_config"),
                FunctionDescriptor.of(ADDRESS));
        MethodHandle sgemm = linker.downcallHandle(symbols.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                        JAVA_FLOAT,
                        ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT),
                Linker.Option.critical(true));
        try {
            setThreads.invokeExact(1);
            var version = (MemorySegment) config.invokeExact();
            return new Found(sgemm, "%s from %s".formatted(
                    version.reinterpret(Integer.MAX_VALUE).getString(0).strip(), library.place()));
        } catch (Throwable e) {
            return new Found(null, "OpenBLAS does not answer: " + e);
        }
    }
}
