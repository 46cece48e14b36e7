package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.GoldenFile;
import io.tidecast.model.io.onnx.OnnxReader;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PyTorch is the referee: it has read our files, we read its files, and the outputs are the same.
class InterchangeTest {
    /// As in `PyTorchTest`: float rounding through at most 3 layers and 4 steps, values at most about 2.
    private static final float TOLERANCE = 1e-6f;

    static Stream<GoldenFile.Case> safetensors() {
        return cases().filter(golden -> golden.option("file").endsWith(".safetensors"));
    }

    static Stream<GoldenFile.Case> onnx() {
        return cases().filter(golden -> golden.option("file").endsWith(".onnx"));
    }

    @ParameterizedTest
    @MethodSource("safetensors")
    void aStateDictGivesPyTorchsOutputs(GoldenFile.Case golden) throws IOException {
        var recurrent = new RecurrentOptions(
                cell(golden.option("cell")), golden.number("inputs"), golden.number("hidden"))
                .withLayers(golden.number("layers")).withBias(golden.option("bias").equals("True"));
        var network = Networks.seeded(
                recurrent, golden.number("outputs"), golden.option("head_bias").equals("True"), 1);
        StateDict.load(
                Safetensors.read(resource(golden.option("file"))), golden.option("prefix"),
                network.parameters());
        requireOutputs(golden, network);
    }

    @ParameterizedTest
    @MethodSource("onnx")
    void aModelThatPyTorchExportedGivesPyTorchsOutputs(GoldenFile.Case golden) throws IOException {
        requireOutputs(golden, OnnxReader.read(resource(golden.option("file")), new ScalarKernels()));
    }

    @Test
    void aFirstStepAndAnEmbeddingAreRefusedByName() {
        assertEquals(
                "Gather node '/Gather' must have index -1, the last step, got [0]",
                refusal("gru-first-step.onnx"));
        assertEquals(
                "input 'x' must be FLOAT with three dimensions, the last of a fixed size; got type 7, 2 dimensions",
                refusal("gru-embedding.onnx"));
    }

    /// So what PyTorch computed with these files holds for what we write today.
    @Test
    void theFilesThatPyTorchHasReadAreThoseWeWrite() throws IOException {
        for (var file : InterchangeFiles.written().entrySet()) {
            assertArrayEquals(resource(file.getKey()), file.getValue().toBytes(), file.getKey());
        }
        assertEquals(
                InterchangeFiles.written().size(),
                safetensors().filter(golden -> golden.option("file").startsWith("ours-")).count());
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedByNameAndChangesNothing() throws IOException {
        var network = Networks.seeded(new RecurrentOptions(new Gru(), 2, 3), 1, true, 5);
        float[] before = network.parameters().values().clone();
        var own = StateDict.of(network.parameters(), "m.", Map.of());

        var tensors = new TreeMap<>(own.tensors());
        tensors.remove("m.head.bias");
        tensors.put("m.head.scale", StoredTensor.of(List.of(1), 1f));
        assertRefused(
                "the names must be the network's: missing [m.head.bias], unknown [m.head.scale]", tensors,
                network);

        tensors = new TreeMap<>(own.tensors());
        tensors.replaceAll((name, tensor) -> StoredTensor.of(tensor.shape(), new float[tensor.size()]));
        tensors.put("m.rnn.weight_ih_l0", StoredTensor.of(List.of(2, 9), new float[18]));
        assertRefused("m.rnn.weight_ih_l0 must have shape [9, 2], got [2, 9]", tensors, network);

        assertArrayEquals(before, network.parameters().values());
        StateDict.load(own, "m.", network.parameters());
        assertArrayEquals(before, network.parameters().values());
    }

    private static void assertRefused(
            String message, SortedMap<String, StoredTensor> tensors, RecurrentNetwork network) {
        var file = new Safetensors(tensors, new TreeMap<>());
        var refusal = assertThrows(
                ModelFormatException.class, () -> StateDict.load(file, "m.", network.parameters()));
        assertEquals(message, refusal.getMessage());
    }

    private static void requireOutputs(GoldenFile.Case golden, RecurrentNetwork network) {
        float[] y = golden.tensor("y");
        float[] last = golden.tensor("final");
        float[] got = Networks.run(
                network, golden.tensor("x"), golden.number("steps"), golden.number("batch"),
                golden.tensor("state"));
        assertEquals(y.length + last.length, got.length);
        double worst = 0;
        for (int i = 0; i < got.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - (i < y.length ? y[i] : last[i - y.length])));
        }
        double deviation = worst;
        assertTrue(deviation <= TOLERANCE, () -> "deviation " + deviation + " of " + golden);
    }

    private static String refusal(String file) {
        return String.valueOf(
                assertThrows(
                        ModelFormatException.class,
                        () -> OnnxReader.read(resource(file), new ScalarKernels())).getMessage());
    }

    private static Cell cell(String name) {
        return switch (name) {
            case "tanh" -> new ElmanRnn();
            case "relu" -> new ElmanRnn(Activation.RELU);
            case "gru" -> new Gru();
            default -> new Lstm();
        };
    }

    private static Stream<GoldenFile.Case> cases() {
        return GoldenFile.read("io/interchange").stream();
    }

    static byte[] resource(String name) throws IOException {
        try (var in = InterchangeTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
