package io.tidecast.model.io.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.proto.ModelProto;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Reads a recurrent network from an ONNX model, as PyTorch and [OnnxWriter] export it: with a linear head on every step, on
/// the last step (of the outputs or, in one direction, of the hidden state), or without a head.
///
/// The first input must be the sequence, float32, `[steps, B, I]` or with the first two axes exchanged (`batch_first`), the
/// first output the network's, `[steps, B, O]` alike, or `[B, O]`; the network has its steps first in either case. Further inputs may give
/// the initial state; further outputs are not looked at. The model's version of the operators must be 13 to 23.
///
/// What our networks do not do is refused by name: other operators, `linear_before_reset=0` of a GRU, `clip`,
/// `input_forget=1`, other activations, `sequence_lens`, `layout=1`, direction `reverse`, layers that differ in size, weights
/// that are not in the file, or are not float32.
public final class OnnxReader {
    /// The oldest version of the operators that is read: since 13, axes are inputs.
    public static final int OLDEST_OPSET = 13;
    /// The newest version of the operators that is read.
    public static final int NEWEST_OPSET = 23;

    private OnnxReader() {}

    /// Reads a file of less than 2 GiB.
    ///
    /// @throws ModelFormatException as [#read(byte[], Kernels)], or when the file is larger
    public static RecurrentNetwork read(Path file, Kernels kernels) throws IOException {
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new ModelFormatException(
                    "%s must be smaller than 2 GiB, got %d bytes".formatted(file, size));
        }
        return read(Files.readAllBytes(file), kernels);
    }

    /// Reads the bytes of a file.
    ///
    /// @throws ModelFormatException when the file is broken, or is a model of another kind
    public static RecurrentNetwork read(byte[] file, Kernels kernels) throws ModelFormatException {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(file);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException("the file must be an ONNX model: " + e.getMessage(), e);
        }
        requireOpset(model);
        return switch (GraphReader.read(model.getGraph())) {
            case Value.Output output -> {
                var network = network(output.sequence(), withHead(output), file.length, kernels);
                setHead(network, output);
                yield network;
            }
            case Value.Sequence s when s.axes() == Value.Sequence.Axes.STEPS_BATCH_SIZE ->
                network(s, OnnxReader::withoutHead, file.length, kernels);
            case Value other -> throw new ModelFormatException(
                    "the first output must be a sequence or that of a linear layer, got " + other.describe());
        };
    }

    private static void requireOpset(ModelProto model) throws ModelFormatException {
        for (var opset : model.getOpsetImportList()) {
            boolean standard = opset.getDomain().isEmpty() || opset.getDomain().equals("ai.onnx");
            if (standard && (opset.getVersion() < OLDEST_OPSET || opset.getVersion() > NEWEST_OPSET)) {
                throw new ModelFormatException(
                        "the version of the operators must be %d to %d, got %d"
                                .formatted(OLDEST_OPSET, NEWEST_OPSET, opset.getVersion()));
            }
        }
        if (model.getOpsetImportCount() == 0) {
            throw new ModelFormatException(
                    "the file must be an ONNX model that names its version of the operators");
        }
    }

    private static RecurrentNetwork network(
            Value.Sequence sequence, Function<RecurrentOptions, NetworkOptions> head, int fileLength,
            Kernels kernels) throws ModelFormatException {
        var layers = sequence.layers();
        if (layers.isEmpty()) {
            throw new ModelFormatException("the model must have a recurrent layer, got none");
        }
        for (var layer : layers) {
            requireAlike(layers.getFirst(), layer);
        }
        requireSize(layers, fileLength);
        var options = head.apply(recurrentOptions(layers));
        if (sequence.transposed() && options.head() != Head.LAST_STEP) {
            throw new ModelFormatException(
                    "steps and batch must have the same places in input and output, got them exchanged");
        }
        var network = new RecurrentNetwork(options, kernels);
        for (int l = 0; l < layers.size(); l++) {
            setLayer(network, l, layers.get(l));
        }
        return network;
    }

    /// Nodes may share their weights, for example biases that are all zero; but a small file must not ask for much memory.
    private static void requireSize(List<Layer> layers, int fileLength) throws ModelFormatException {
        long weights = layers.stream().mapToLong(Layer::size).sum();
        if (weights > fileLength) {
            throw new ModelFormatException(
                    "the layers must have at most a weight for each of the file's %d bytes, got %d"
                            .formatted(fileLength, weights));
        }
    }

    private static void requireAlike(Layer first, Layer layer) throws ModelFormatException {
        if (!layer.cell().equals(first.cell()) || layer.hiddenSize() != first.hiddenSize()
                || layer.directions() != first.directions() || layer.transposed() != first.transposed()
                || !layer.states().equals(first.states())) {
            throw new ModelFormatException(
                    "all layers must be like the first, %s, got %s".formatted(first.describe(),
                            layer.describe()));
        }
    }

    private static RecurrentOptions recurrentOptions(List<Layer> layers) {
        var first = layers.getFirst();
        return new RecurrentOptions(first.cell(), first.inputSize(), first.hiddenSize())
                .withLayers(layers.size())
                .withBias(layers.stream().anyMatch(layer -> layer.b() != null))
                .withBidirectional(first.directions() == 2);
    }

    private static Function<RecurrentOptions, NetworkOptions> withHead(Value.Output output) {
        return recurrent -> new NetworkOptions(recurrent, Math.toIntExact(output.size()))
                .withHead(output.head()).withHeadBias(output.bias() != null);
    }

    private static NetworkOptions withoutHead(RecurrentOptions recurrent) {
        return new NetworkOptions(recurrent, recurrent.outputSize()).withHead(Head.NONE);
    }

    private static void setLayer(RecurrentNetwork network, int l, Layer layer) throws ModelFormatException {
        var weights = new LayerWeights(
                network.parameters(), Operator.of(layer.cell()), l, layer.directions());
        weights.setW(Tensors.floats(layer.w()));
        weights.setR(Tensors.floats(layer.r()));
        if (layer.b() != null) {
            weights.setB(Tensors.floats(layer.b()));
        }
        if (layer.p() != null) {
            weights.setP(Tensors.floats(layer.p()));
        }
    }

    private static void setHead(RecurrentNetwork network, Value.Output output) throws ModelFormatException {
        var parameters = network.parameters();
        float[] weight = Tensors.floats(output.weight().tensor());
        if (!output.weight().transposed()) {
            int outputs = network.options().outputSize();
            weight = LayerWeights.transpose(weight, weight.length / outputs, outputs);
        }
        parameters.set(parameters.slice("head.weight"), weight);
        if (output.bias() != null) {
            parameters.set(parameters.slice("head.bias"), Tensors.floats(output.bias()));
        }
    }
}
