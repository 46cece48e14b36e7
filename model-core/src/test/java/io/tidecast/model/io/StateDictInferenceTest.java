package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictInferenceTest {

    @Test
    void everyCellIsKnownByItsShapes() throws Exception {
        for (var cell : new Cell[]{new ElmanRnn(), new Lstm(), new Lstm(true), new Gru()}) {
            inferred(new NetworkOptions(new RecurrentOptions(cell, 3, 4).withLayers(3), 2));
            inferred(
                    new NetworkOptions(new RecurrentOptions(cell, 3, 4).withBias(false), 2)
                            .withHeadBias(false));
            inferred(new NetworkOptions(new RecurrentOptions(cell, 3, 4).withBidirectional(true), 2));
        }
        inferred(new NetworkOptions(new RecurrentOptions(new Lstm(), 3, 4).withProjectionSize(2), 1));
        inferred(new NetworkOptions(new RecurrentOptions(new Gru(), 3, 4), 4).withHead(Head.NONE));
        inferred(
                new NetworkOptions(new RecurrentOptions(new Gru(), 4, 4), 2)
                        .withEmbedding(new EmbeddingOptions(7, 4)));
    }

    @Test
    void othersMayNameTheirModulesDifferently() throws Exception {
        var inference = new StateDictInference(
                Map.of(
                        "emb.weight", List.of(6, 3), "model.gru.weight_ih_l0", List.of(12, 3),
                        "model.gru.weight_hh_l0", List.of(12, 4), "fc.weight", List.of(2, 4), "fc.bias",
                        List.of(2)));
        var expected = new NetworkOptions(new RecurrentOptions(new Gru(), 3, 4).withBias(false), 2)
                .withEmbedding(new EmbeddingOptions(6, 3));
        assertEquals(expected, inference.options());
        assertEquals("embedding.weight", inference.ourName("emb.weight"));
        assertEquals("rnn.weight_hh_l0", inference.ourName("model.gru.weight_hh_l0"));
        assertEquals("head.bias", inference.ourName("fc.bias"));
    }

    @Test
    void tensorsThatAreNoNetworkAreRefusedByName() {
        refused("there must be one recurrent module, known by its weight_ih_l0, got [x]",
                Map.of("x", List.of(1)));
        refused("a.weight_hh_l0 must be a matrix, got null", Map.of("a.weight_ih_l0", List.of(4, 1)));
        refused(
                "a.weight_hh_l0 must have 1, 3 or 4 rows for each of 4 hidden units, got 8",
                Map.of("a.weight_ih_l0", List.of(8, 1), "a.weight_hh_l0", List.of(8, 4)));
        refused(
                "beside a.* there may be an embedding and a linear layer of 4 inputs, got conv.weight of shape [2, 7]",
                Map.of(
                        "a.weight_ih_l0", List.of(16, 1), "a.weight_hh_l0", List.of(16, 4), "conv.weight",
                        List.of(2, 7)));
        refused(
                "the tensors must be those of a network: inputSize must be at least 1, got 0",
                Map.of("a.weight_ih_l0", List.of(16, 0), "a.weight_hh_l0", List.of(16, 4)));
    }

    private static void inferred(NetworkOptions options) throws ModelFormatException {
        var network = new RecurrentNetwork(options, new ScalarKernels());
        var shapes = new HashMap<String, List<Integer>>();
        network.parameters().slices().forEach(slice -> shapes.put(slice.name(), slice.shape()));
        var inference = new StateDictInference(shapes);
        assertEquals(options, inference.options());
        shapes.keySet().forEach(name -> assertEquals(name, inference.ourName(name)));
    }

    private static void refused(String message, Map<String, List<Integer>> shapes) {
        var e = assertThrows(ModelFormatException.class, () -> new StateDictInference(shapes));
        assertEquals(message, e.getMessage());
    }
}
