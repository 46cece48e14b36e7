package io.tidecast.model.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    /// Prints what is chosen in a JVM of its own.
    static final class Print {
        private Print() {}

        static void main() {
            System.out.println(KernelChoice.choose(System.getProperty(KernelChoice.PROPERTY)));
        }
    }

    @Test
    void thePropertyAsksForTheScalarKernels() {
        assertInstanceOf(ScalarKernels.class, KernelChoice.choose("scalar").kernels());
    }

    @Test
    void withTheModuleTheVectorKernelsAreChosen() throws Exception {
        assertTrue(chosen("--add-modules", "jdk.incubator.vector").contains("VectorKernels"));
    }

    @Test
    void withoutTheModuleTheScalarKernelsAreChosenAndTheHintNamesTheOption() throws Exception {
        String chosen = chosen();
        assertTrue(chosen.contains("ScalarKernels"), chosen);
        assertTrue(chosen.contains("--add-modules jdk.incubator.vector"), chosen);
        assertEquals(chosen, chosen("-Dtidecast.kernels=vector"));
    }

    @Test
    void onRequestOpenBlasTakesLargeProductsAndTheVectorKernelsAllElse() throws Exception {
        String chosen = chosen("--add-modules", "jdk.incubator.vector", "-Dtidecast.kernels=native");
        assertTrue(chosen.contains("NativeKernels"), chosen);
        assertTrue(chosen.contains("products of 1048576 multiplications or more by OpenBLAS"), chosen);
        assertTrue(chosen.contains("all else by VectorKernels"), chosen);
    }

    @Test
    void theThresholdCanBeSet() throws Exception {
        String chosen = chosen("--add-modules", "jdk.incubator.vector", "-Dtidecast.kernels=native",
                "-Dtidecast.kernels.native.operations=777");
        assertTrue(chosen.contains("products of 777 multiplications"), chosen);
    }

    @Test
    void withoutTheModuleOpenBlasTakesItsProductsFromTheScalarKernels() throws Exception {
        String chosen = chosen("-Dtidecast.kernels=native");
        assertTrue(chosen.contains("NativeKernels"), chosen);
        assertTrue(chosen.contains("all else by ScalarKernels"), chosen);
        assertTrue(chosen.contains("--add-modules jdk.incubator.vector"), chosen);
    }

    @Test
    void aLibraryThatIsNotThereIsDoneWithoutAndTheReasonNamesIt() throws Exception {
        String chosen = chosen("--add-modules", "jdk.incubator.vector", "-Dtidecast.kernels=native",
                "-Dtidecast.openblas=/nowhere/libopenblas.so");
        assertTrue(chosen.contains("VectorKernels"), chosen);
        assertTrue(chosen.contains("/nowhere/libopenblas.so"), chosen);
    }

    @Test
    void whereNativeAccessIsForbiddenTheReasonSaysSo() throws Exception {
        String chosen = chosen("--add-modules", "jdk.incubator.vector", "-Dtidecast.kernels=native",
                "--illegal-native-access=deny");
        assertTrue(chosen.contains("VectorKernels"), chosen);
        assertTrue(chosen.contains("Illegal native access"), chosen);
    }

    @Test
    void anUnknownNameIsNamedAndChangesNothing() {
        var choice = KernelChoice.choose("abacus");
        assertEquals(KernelChoice.choose(null).kernels().getClass(), choice.kernels().getClass());
        assertTrue(
                choice.reason().contains("tidecast.kernels=abacus is neither scalar nor vector nor native"));
        assertNotEquals(KernelChoice.choose(null).reason(), choice.reason());
    }

    private static String chosen(String... options) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.add(Print.class.getName());
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.replaceAll("@[0-9a-f]+", "").strip();
    }
}
