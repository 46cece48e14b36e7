package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NetworkMetadataTest {

    @Test
    void everyKindOfNetworkComesBackAsItWas() throws Exception {
        for (var cell : new Cell[]{new ElmanRnn(Activation.RELU), new Lstm(), new Lstm(true), new Gru()}) {
            var recurrent = new RecurrentOptions(cell, 3, 4).withLayers(2).withBidirectional(true)
                    .withDropout(0.25);
            var options = new NetworkOptions(recurrent, 2).withHead(Head.LAST_STEP).withHeadBias(false)
                    .withEmbedding(new EmbeddingOptions(6, 3, OptionalInt.of(2), 1.5, true));
            assertTrue(NetworkMetadata.isIn(NetworkMetadata.describe(options)));
            assertEquals(options, NetworkMetadata.parse(NetworkMetadata.describe(options)));
        }
        var plain = new NetworkOptions(new RecurrentOptions(new Lstm(), 3, 4).withProjectionSize(2), 1);
        assertEquals(plain, NetworkMetadata.parse(NetworkMetadata.describe(plain)));
        assertFalse(NetworkMetadata.isIn(Map.of("format", "pt")));
    }

    @Test
    void textsThatDescribeNoNetworkAreRefused() {
        var texts = new LinkedHashMap<>(
                NetworkMetadata.describe(new NetworkOptions(new RecurrentOptions(new Gru(), 3, 4), 1)));
        refused(texts, "hidden_size", "-3", "hiddenSize must be at least 1, got -3");
        refused(texts, "num_layers", "many", "For input string: \"many\"");
        refused(
                texts, "cell", "qrnn",
                "cell must be elman-TANH, elman-RELU, elman-SIGMOID, lstm, lstm-peephole or gru, got qrnn");
        texts.remove("hidden_size");
        assertThrows(ModelFormatException.class, () -> NetworkMetadata.parse(texts));
        assertThrows(ModelFormatException.class,
                () -> NetworkMetadata.parse(Map.of("tidecast.network", "2")));
    }

    private static void refused(Map<String, String> texts, String name, String value, String message) {
        var changed = new LinkedHashMap<>(texts);
        changed.put(name, value);
        var e = assertThrows(ModelFormatException.class, () -> NetworkMetadata.parse(changed));
        assertEquals("the metadata must describe a network: " + message, e.getMessage());
    }
}
