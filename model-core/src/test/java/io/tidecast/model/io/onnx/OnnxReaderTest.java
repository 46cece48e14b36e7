package io.tidecast.model.io.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tidecast.model.io.HostileFiles;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Networks;
import io.tidecast.model.io.onnx.proto.AttributeProto;
import io.tidecast.model.io.onnx.proto.GraphProto;
import io.tidecast.model.io.onnx.proto.ModelProto;
import io.tidecast.model.io.onnx.proto.NodeProto;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What our networks do not do is refused by name.
class OnnxReaderTest {
    @Test
    void aGruThatResetsBeforeTheProductIsRefused() {
        assertEquals(
                "GRU node 'y_l0/GRU' must have linear_before_reset=1, got 0",
                refusal(node(new Gru(),
                        node -> set(node, GraphBuilder.attribute("linear_before_reset", 0)))));
    }

    @Test
    void aGruThatDoesNotSayWhenItResetsIsRefusedBecauseTheDefaultIsBefore() {
        assertEquals(
                "GRU node 'y_l0/GRU' must have linear_before_reset=1, got 0",
                refusal(node(new Gru(), node -> remove(node, "linear_before_reset"))));
    }

    @ParameterizedTest
    @CsvSource({"clip", "activation_alpha", "activation_beta"})
    void anAttributeThatChangesTheCellIsRefused(String name) {
        var attribute = AttributeProto.newBuilder().setName(name)
                .setType(AttributeProto.AttributeType.FLOAT).setF(3).build();
        assertEquals(
                "LSTM node 'y_l0/LSTM' must have no attribute " + name + ", got " + name,
                refusal(node(new Lstm(), node -> set(node, attribute))));
    }

    @ParameterizedTest
    @CsvSource({"input_forget, 'input_forget=0'", "layout, 'layout=0'"})
    void anotherFormOfTheLayerIsRefused(String name, String expected) {
        assertEquals(
                "LSTM node 'y_l0/LSTM' must have " + expected + ", got 1",
                refusal(node(new Lstm(), node -> set(node, GraphBuilder.attribute(name, 1)))));
    }

    @Test
    void otherActivationsAreRefused() {
        var softsign = GraphBuilder.strings("activations", List.of("Softsign"));
        assertEquals(
                "RNN node 'y_l0/RNN' must have activations [[Sigmoid], [Tanh], [Relu]], got [Softsign]",
                refusal(node(new ElmanRnn(), node -> set(node, softsign))));
    }

    @Test
    void aReversedLayerIsRefused() {
        assertEquals(
                "RNN node 'y_l0/RNN' must have direction forward or bidirectional, got reverse",
                refusal(
                        node(
                                new ElmanRnn(),
                                node -> set(node, GraphBuilder.attribute("direction", "reverse")))));
    }

    @Test
    void anAttributeThatWeDoNotKnowIsRefused() {
        var message = refusal(
                node(new Gru(), node -> set(node, GraphBuilder.attribute("output_sequence", 1))));
        assertTrue(message.endsWith(", got output_sequence"), message);
    }

    @Test
    void sequenceLengthsAreRefused() {
        assertEquals(
                "GRU node 'y_l0/GRU' must have no sequence_lens, got some",
                refusal(node(new Gru(), node -> node.setInput(4, "h_0"))));
    }

    @Test
    void anInitialStateThatIsNotOfThisLayerIsRefused() {
        var message = refusal(
                model(
                        new Gru(), 2,
                        graph -> graph.getNodeBuilder(index(graph, "GRU")).setInput(5, "h_0_l1")));
        assertEquals(
                "GRU node 'y_l0/GRU' must have rows 0 to 1 of the initial state, got rows 1 to 2 of input 'h_0'",
                message);
    }

    @Test
    void anInitialStateThatIsAConstantOtherThanZeroIsRefused() {
        assertEquals(
                "RNN node 'y_l0/RNN' must have zeros or rows of a model input as initial state, got the constant 'R_l0'",
                refusal(node(new ElmanRnn(), node -> node.setInput(5, "R_l0"))));
    }

    @Test
    void weightsOfAnotherShapeAreRefused() {
        assertEquals(
                "W 'W_l0' must have shape [1, 9, 2], got [1, 9, 3]",
                refusal(model(new Gru(), 1, graph -> tensor(graph, "W_l0").setDims(2, 3))));
    }

    @Test
    void aConstantThatLiesAboutItsSizeIsRefused() {
        assertEquals(
                "constant 'R_l0' of shape [1, 9, 3] must have 27 values of 4 bytes, got 0 values and 107 bytes",
                refusal(
                        model(
                                new Gru(), 1,
                                graph -> tensor(graph, "R_l0")
                                        .setRawData(ByteString.copyFrom(new byte[107])))));
    }

    @Test
    void aLayerThatLiesAboutItsSizeIsRefused() {
        assertEquals(
                "constant 'W_l0' of shape [1, 1073741824, 2] must have 2147483648 values of 4 bytes, got 0 values and 24 bytes",
                refusal(
                        model(
                                new ElmanRnn(), 1, graph -> {
                                    set(
                                            graph.getNodeBuilder(index(graph, "RNN")),
                                            GraphBuilder.attribute("hidden_size", 1 << 30));
                                    tensor(graph, "W_l0").setDims(1, 1 << 30);
                                })));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "FLOAT16"})
    void weightsOfAnotherTypeAreRefused(String type) {
        assertEquals(
                "constant 'B_l0' must be of type FLOAT, got " + type,
                refusal(
                        model(
                                new Gru(), 1,
                                graph -> tensor(graph, "B_l0")
                                        .setDataType(TensorProto.DataType.valueOf(type).getNumber()))));
    }

    @Test
    void weightsInAnotherFileAreRefused() {
        assertEquals(
                "constant 'B_l0' must be stored in the file, got external data",
                refusal(
                        model(
                                new Gru(), 1,
                                graph -> tensor(graph, "B_l0")
                                        .setDataLocation(TensorProto.DataLocation.EXTERNAL))));
    }

    @Test
    void anOperatorThatWeDoNotKnowIsRefused() {
        assertEquals(
                "operator Softmax is not supported; a recurrent network with a linear head has RNN, GRU or LSTM, then MatMul and Add or Gemm",
                refusal(
                        model(
                                new Gru(), 1,
                                graph -> graph.getNodeBuilder(index(graph, "Add")).setOpType("Softmax"))));
    }

    @Test
    void anOperatorOfAnotherDomainIsRefused() {
        assertEquals(
                "GRU node 'y_l0/GRU' must be a standard operator, got domain com.microsoft",
                refusal(node(new Gru(), node -> node.setDomain("com.microsoft"))));
    }

    @Test
    void aModelWhoseFirstOutputIsItsFinalStateIsRefused() {
        assertEquals(
                "the first output must be a sequence or that of a linear layer, got a final state",
                refusal(model(new Gru(), 1, graph -> graph.getOutputBuilder(0).setName("h_n"))));
    }

    @Test
    void anotherStepThanTheLastIsRefused() {
        var network = Networks.seeded(
                new NetworkOptions(new RecurrentOptions(new Gru(), 2, 3), 1).withHead(Head.LAST_STEP), 1);
        byte[] file = OnnxWriter.toBytes(network, InitialState.ZERO);
        assertEquals(
                "Gather node 'h_last/Gather' must have index -1, the last step, got [0]",
                refusal(changed(file, graph -> tensor(graph, "last").setInt64Data(0, 0))));
        assertEquals(
                "Gather node 'h_last/Gather' must have axis=0, got 1",
                refusal(
                        changed(
                                file,
                                graph -> set(
                                        graph.getNodeBuilder(index(graph, "Gather")),
                                        GraphBuilder.attribute("axis", 1)))));
    }

    @Test
    void aValueThatIsUsedBeforeItIsGivenIsRefused() {
        assertEquals(
                "GRU node 'y_l0/GRU' reads 'y', which no constant, input or earlier node gives",
                refusal(node(new Gru(), node -> node.setInput(0, "y"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 24})
    void anotherVersionOfTheOperatorsIsRefused(long version) throws Exception {
        var model = ModelProto.parseFrom(model(new Gru(), 1, graph -> {
        })).toBuilder();
        model.getOpsetImportBuilder(0).setVersion(version);
        assertEquals(
                "the version of the operators must be 13 to 23, got " + version,
                refusal(model.build().toByteArray()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            65 | RNN node 'y_l64/RNN' must have at most 63 layers below, got 64
            40 | the layers must have at most a weight for each of the file's""")
    void aSmallFileOfManyLayersThatShareTheirWeightsIsRefused(int layers, String message) {
        var network = Networks.seeded(
                new RecurrentOptions(new ElmanRnn(), 32, 32).withLayers(layers), 1, true, 1);
        var got = refusal(
                changed(
                        OnnxWriter.toBytes(network, InitialState.ZERO), graph -> {
                            for (int i = 0; i < graph.getNodeCount(); i++) {
                                var node = graph.getNodeBuilder(i);
                                if (node.getOpType().equals("RNN")) {
                                    node.setInput(1, "W_l0").setInput(2, "R_l0").setInput(3, "B_l0");
                                }
                            }
                            for (int i = graph.getInitializerCount() - 1; i >= 0; i--) {
                                if (graph.getInitializer(i).getName().matches("[WRB]_l[1-9].*")) {
                                    graph.removeInitializer(i);
                                }
                            }
                        }));
        assertTrue(got.startsWith(message), got);
    }

    @Test
    void moreInputsThanTheOperatorHasAreRefused() {
        assertEquals(
                "GRU node 'y_l0/GRU' must have at most 6 inputs, got 8",
                refusal(node(new Gru(), node -> node.addInput("").addInput("R_l0"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesAreReadOrRefusedButDoNothingElse(long seed) {
        byte[] file = model(new Lstm(true), 2, graph -> {
        });
        int refused = new HostileFiles(bytes -> OnnxReader.read(bytes, new ScalarKernels()), seed)
                .attack(file, 5_000);
        assertTrue(refused > 1000, () -> "refused " + refused);
    }

    private static byte[] node(Cell cell, Consumer<NodeProto.Builder> change) {
        return model(
                cell, 1,
                graph -> change.accept(graph.getNodeBuilder(index(graph, Operator.of(cell).name()))));
    }

    private static byte[] model(Cell cell, int layers, Consumer<GraphProto.Builder> change) {
        var network = Networks.seeded(new RecurrentOptions(cell, 2, 3).withLayers(layers), 1, true, 1);
        return changed(OnnxWriter.toBytes(network, InitialState.INPUT), change);
    }

    private static byte[] changed(byte[] file, Consumer<GraphProto.Builder> change) {
        try {
            var model = ModelProto.parseFrom(file).toBuilder();
            change.accept(model.getGraphBuilder());
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static int index(GraphProto.Builder graph, String operator) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOpType().equals(operator)) {
                return i;
            }
        }
        throw new AssertionError(operator);
    }

    private static TensorProto.Builder tensor(GraphProto.Builder graph, String name) {
        return Objects.requireNonNull(
                graph.getInitializerBuilderList().stream().filter(tensor -> tensor.getName().equals(name))
                        .findFirst().orElse(null));
    }

    private static void set(NodeProto.Builder node, AttributeProto attribute) {
        remove(node, attribute.getName());
        node.addAttribute(attribute);
    }

    private static void remove(NodeProto.Builder node, String name) {
        for (int i = node.getAttributeCount() - 1; i >= 0; i--) {
            if (node.getAttribute(i).getName().equals(name)) {
                node.removeAttribute(i);
            }
        }
    }

    private static String refusal(byte[] file) {
        return String.valueOf(
                assertThrows(
                        ModelFormatException.class, () -> OnnxReader.read(file, new ScalarKernels()))
                        .getMessage());
    }
}
