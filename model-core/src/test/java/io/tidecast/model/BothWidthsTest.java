package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidecast.model.kernel.vector.VectorKernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Forecasts and gradients do not depend on the width of the machine's vectors.
class BothWidthsTest {

    /// Prints what the vector kernels compute in a JVM of its own.
    static final class Print {
        private Print() {}

        static void main() {
            System.out.println(new AwkwardSizes(new VectorKernels()).get());
        }
    }

    @Test
    void vectorsOfEightAndOfSixteenGiveTheSameBits() throws Exception {
        String widest = output("-XX:MaxVectorSize=64");
        assertFalse(widest.isEmpty());
        assertEquals(widest, output("-XX:MaxVectorSize=32"));
    }

    private static String output(String option) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "--add-modules",
                "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Print.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output;
    }
}
