package io.tidecast.model.io.onnx;

import static io.tidecast.model.io.onnx.GraphBuilder.attribute;

import io.tidecast.model.io.onnx.proto.AttributeProto;
import io.tidecast.model.io.onnx.proto.ModelProto;
import io.tidecast.model.io.onnx.proto.OperatorSetIdProto;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Writes a network as an ONNX model: one `RNN`, `GRU` or `LSTM` for each layer, then the head, as `MatMul` and `Add` on
/// every step or as `Gemm` on the last.
///
/// Input is `x [steps, batch, I]`, and with [InitialState#INPUT] also `h_0` and, for an LSTM, `c_0`, each
/// `[L·D, batch, H]`. Outputs are `y [steps, batch, O]`, or `[batch, O]` if the head sees the last step only, `h_n` and, for
/// an LSTM, `c_n`. Steps and batch may have any size. All values are float32. Dropout, which is for training, is left out.
/// The same network gives the same bytes.
public final class OnnxWriter {
    /// The version of the operators, of ONNX 1.9.
    public static final int OPSET = 14;
    /// The version of the file format, of ONNX 1.9.
    public static final int IR_VERSION = 7;

    private final Parameters parameters;
    private final RecurrentOptions options;
    private final Operator operator;
    private final int directions;
    private final InitialState initialState;
    private final GraphBuilder graph = new GraphBuilder("tidecast");

    private OnnxWriter(RecurrentNetwork network, InitialState initialState) {
        parameters = network.parameters();
        options = network.options().recurrent();
        operator = Operator.of(options.cell());
        directions = options.directions();
        this.initialState = initialState;
    }

    /// Writes [#toBytes].
    public static void write(RecurrentNetwork network, InitialState initialState, Path file)
            throws IOException {
        Files.write(file, toBytes(network, initialState));
    }

    /// The bytes of the model.
    ///
    /// @throws IllegalArgumentException when the network has a projected state, for which ONNX has no operator, or an
    ///                                  embedding
    public static byte[] toBytes(RecurrentNetwork network, InitialState initialState) {
        var options = network.options();
        if (options.recurrent().isProjected()) {
            throw new IllegalArgumentException(
                    "ONNX has no projected LSTM: projectionSize must be 0, got "
                            + options.recurrent().projectionSize());
        }
        if (options.embedding().isPresent()) {
            throw new IllegalArgumentException(
                    "a network with an embedding is not exported as ONNX; got " + options.embedding().get());
        }
        var writer = new OnnxWriter(network, initialState);
        writer.inputs();
        String h = writer.layers();
        switch (options.head()) {
            case EVERY_STEP -> writer.headOnEveryStep(h, options.outputSize());
            case LAST_STEP -> writer.headOnLastStep(h, options.outputSize());
            case NONE -> writer.graph.node("Identity", List.of(h), List.of("y"));
        }
        writer.outputs(options);
        return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("tidecast")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(writer.graph.build()).build().toByteArray();
    }

    private void inputs() {
        graph.input("x", "steps", "batch", options.inputSize());
        if (initialState == InitialState.INPUT) {
            for (String state : states("h_0", "c_0")) {
                graph.input(state, options.layers() * directions, "batch", options.hiddenSize());
                if (options.layers() > 1) {
                    graph.node("Split", List.of(state), ofLayers(state), attribute("axis", 0));
                }
            }
        }
    }

    /// Returns the name of the top layer's hidden states, `[steps, batch, D·H]`.
    private String layers() {
        String data = "x";
        for (int layer = 0; layer < options.layers(); layer++) {
            String y = "y_l" + layer;
            graph.node(operator.name(), layerInputs(layer, data), layerOutputs(layer, y), attributes());
            data = joined(y);
        }
        if (options.layers() > 1) {
            for (String state : states("h_n", "c_n")) {
                graph.node("Concat", ofLayers(state), List.of(state), attribute("axis", 0));
            }
        }
        return data;
    }

    private List<String> layerInputs(int layer, String data) {
        int rows = operator.gates().size() * options.hiddenSize();
        int inputs = layer == 0 ? options.inputSize() : options.outputSize();
        int hidden = options.hiddenSize();
        var weights = new LayerWeights(parameters, operator, layer, directions);
        var names = new ArrayList<>(List.of(data));
        names.add(graph.floats("W_l" + layer, weights.w(), directions, rows, inputs));
        names.add(graph.floats("R_l" + layer, weights.r(), directions, rows, hidden));
        names.add(options.bias() ? graph.floats("B_l" + layer, weights.b(), directions, 2 * rows) : "");
        // Not given: the sequences' lengths, so that all have full length.
        names.add("");
        for (String state : states("h_0", "c_0")) {
            names.add(initialState == InitialState.INPUT ? ofLayer(state, layer) : "");
        }
        if (options.cell() instanceof Lstm lstm && lstm.peepholes()) {
            names.add(graph.floats("P_l" + layer, weights.p(), directions, 3 * hidden));
        }
        while (names.getLast().isEmpty()) {
            names.removeLast();
        }
        return names;
    }

    private List<String> layerOutputs(int layer, String y) {
        var names = new ArrayList<>(List.of(y));
        states("h_n", "c_n").forEach(state -> names.add(ofLayer(state, layer)));
        return names;
    }

    private AttributeProto[] attributes() {
        var attributes = new ArrayList<AttributeProto>();
        attributes.add(
                GraphBuilder.strings(
                        "activations",
                        operator.activations(directions)));
        attributes.add(attribute("direction", directions == 2 ? "bidirectional" : "forward"));
        attributes.add(attribute("hidden_size", options.hiddenSize()));
        if (operator.name().equals("GRU")) {
            // The reset gate is applied after the product, as in PyTorch.
            attributes.add(attribute("linear_before_reset", 1));
        }
        return attributes.toArray(AttributeProto[]::new);
    }

    /// From `[steps, D, batch, H]` to `[steps, batch, D·H]`.
    private String joined(String y) {
        String joined = y + "_joined";
        if (directions == 1) {
            graph.node("Squeeze", List.of(y, graph.integers(y + "_axes", 1)), List.of(joined));
        } else {
            String turned = y + "_turned";
            graph.node("Transpose", List.of(y), List.of(turned), attribute("perm", List.of(0L, 2L, 1L, 3L)));
            graph.node(
                    "Reshape", List.of(turned, graph.integers(y + "_shape", 0, 0, -1)), List.of(joined));
        }
        return joined;
    }

    private void headOnEveryStep(String h, int outputSize) {
        var weight = parameters.slice("head.weight");
        int inputs = options.outputSize();
        float[] transposed = LayerWeights.transpose(parameters.copyOf(weight), outputSize, inputs);
        String bias = headBias(outputSize);
        String product = bias.isEmpty() ? "y" : "y_product";
        graph.node(
                "MatMul", List.of(h, graph.floats("head_weight", transposed, inputs, outputSize)),
                List.of(product));
        if (!bias.isEmpty()) {
            graph.node("Add", List.of(product, bias), List.of("y"));
        }
    }

    private void headOnLastStep(String h, int outputSize) {
        graph.node("Gather", List.of(h, graph.integer("last", -1)), List.of("h_last"), attribute("axis", 0));
        float[] weight = parameters.copyOf(parameters.slice("head.weight"));
        var inputs = new ArrayList<>(List.of("h_last"));
        inputs.add(graph.floats("head_weight", weight, outputSize, options.outputSize()));
        String bias = headBias(outputSize);
        if (!bias.isEmpty()) {
            inputs.add(bias);
        }
        graph.node("Gemm", inputs, List.of("y"), attribute("transB", 1));
    }

    /// Returns the bias's name, empty if there is none.
    private String headBias(int outputSize) {
        return parameters.slices().stream().filter(slice -> slice.name().equals("head.bias")).findFirst()
                .map(slice -> graph.floats("head_bias", parameters.copyOf(slice), outputSize)).orElse("");
    }

    private void outputs(NetworkOptions network) {
        if (network.head() == Head.LAST_STEP) {
            graph.output("y", "batch", network.outputSize());
        } else {
            graph.output("y", "steps", "batch", network.outputSize());
        }
        for (String state : states("h_n", "c_n")) {
            graph.output(state, options.layers() * directions, "batch", options.hiddenSize());
        }
    }

    private List<String> states(String hidden, String cell) {
        return operator.states() == 1 ? List.of(hidden) : List.of(hidden, cell);
    }

    private List<String> ofLayers(String state) {
        return IntStream.range(0, options.layers()).mapToObj(layer -> ofLayer(state, layer)).toList();
    }

    private String ofLayer(String state, int layer) {
        return options.layers() == 1 ? state : state + "_l" + layer;
    }
}
