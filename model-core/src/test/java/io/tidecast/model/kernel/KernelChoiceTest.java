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
    void anUnknownNameIsNamedAndChangesNothing() {
        var choice = KernelChoice.choose("abacus");
        assertEquals(KernelChoice.choose(null).kernels().getClass(), choice.kernels().getClass());
        assertTrue(choice.reason().contains("tidecast.kernels=abacus is neither scalar nor vector"));
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
