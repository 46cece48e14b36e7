package io.tidecast.model.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Networks;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxRoundTripTest {
    @ParameterizedTest
    @MethodSource("io.tidecast.model.io.onnx.Configurations#all")
    void theWeightsComeBackToTheBit(RecurrentNetwork network) throws ModelFormatException {
        for (var initialState : InitialState.values()) {
            byte[] model = OnnxWriter.toBytes(network, initialState);
            var read = OnnxReader.read(model, new ScalarKernels());
            assertEquals(network.options(), read.options());
            assertEquals(network.parameters().slices().toString(), read.parameters().slices().toString());
            assertArrayEquals(network.parameters().values(), read.parameters().values());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsWrittenAndRead(InitialState initialState, @TempDir Path directory) throws IOException {
        var network = Networks.seeded(new RecurrentOptions(new Lstm(), 2, 3), 1, true, 3);
        var file = directory.resolve("model.onnx");
        OnnxWriter.write(network, initialState, file);
        var read = OnnxReader.read(file, new ScalarKernels());
        assertArrayEquals(network.parameters().values(), read.parameters().values());
    }

    @Test
    void aProjectedStateIsRefused() {
        var recurrent = new RecurrentOptions(new Lstm(), 3, 5).withProjectionSize(2);
        var network = Networks.seeded(recurrent, 2, true, 1);
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> OnnxWriter.toBytes(network, InitialState.ZERO));
        assertEquals("ONNX has no projected LSTM: projectionSize must be 0, got 2", refusal.getMessage());
    }

    @Test
    void anEmbeddingIsRefused() {
        var recurrent = new RecurrentOptions(new Lstm(), 3, 5);
        var options = new NetworkOptions(recurrent, 2).withEmbedding(new EmbeddingOptions(4, 3));
        var network = Networks.seeded(options, 1);
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> OnnxWriter.toBytes(network, InitialState.ZERO));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .startsWith("a network with an embedding is not exported as ONNX"));
    }
}
