package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tidecast.model.kernel.openblas.NativeKernels;
import io.tidecast.model.kernel.vector.VectorKernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What holds for OpenBLAS alone; that it computes the same as the others is tested with these ([EveryKernels]).
class NativeKernelsTest {

    /// Prints what OpenBLAS computes in a JVM of its own.
    static final class Print {
        private Print() {}

        static void main() {
            System.out.println(new AwkwardSizes(new NativeKernels(new VectorKernels(), 0)).get());
        }
    }

    @Test
    void theLibraryOnTheClassPathIsFoundAndNamed() {
        assertTrue(NativeKernels.isSupported(), NativeKernels.library());
        assertTrue(NativeKernels.library().matches("OpenBLAS .* from .*openblas.*"), NativeKernels.library());
    }

    @Test
    void everyProcessComputesTheSameBits() throws Exception {
        String first = output();
        assertTrue(first.contains("gradients of"), first);
        assertEquals(first, output());
    }

    @Test
    void productsBelowTheThresholdHaveTheBitsOfTheOtherKernels() {
        String vector = new AwkwardSizes(new VectorKernels()).get();
        assertEquals(vector, new AwkwardSizes(new NativeKernels(new VectorKernels(), Long.MAX_VALUE)).get());
        assertNotEquals(vector, new AwkwardSizes(new NativeKernels(new VectorKernels(), 0)).get());
    }

    @Test
    void aProductCopiesNoArray() {
        int size = 64;
        int products = 1000;
        var kernels = new NativeKernels(new VectorKernels(), 0);
        float[] w = new float[size * size];
        float[] x = w.clone();
        float[] y = w.clone();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The first call links the library's routine.
        kernels.multiply(w, 0, size, size, x, 0, y, 0, size);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int n = 0; n < products; n++) {
            kernels.multiply(w, 0, size, size, x, 0, y, 0, size);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / products;
        assertTrue(bytes < Float.BYTES * w.length / 4, bytes + " bytes for a product");
    }

    private static String output() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Print.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output;
    }
}
