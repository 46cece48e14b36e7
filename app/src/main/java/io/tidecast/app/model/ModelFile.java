package io.tidecast.app.model;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.NetworkMetadata;
import io.tidecast.model.io.Safetensors;
import io.tidecast.model.io.StateDict;
import io.tidecast.model.io.StateDictInference;
import io.tidecast.model.io.StoredTensor;
import io.tidecast.model.io.onnx.InitialState;
import io.tidecast.model.io.onnx.OnnxReader;
import io.tidecast.model.io.onnx.OnnxWriter;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A network in a file that another tool can have written: safetensors with PyTorch's names, or ONNX.
///
/// @param format    of the file
/// @param network   with its weights
/// @param metadata  free text beside them
public record ModelFile(Format format, RecurrentNetwork network, Map<String, String> metadata) {
    /// The formats, told by the end of a file's name.
    public enum Format {
        SAFETENSORS, ONNX;

        /// The format of a file's name.
        public static Format of(Path file) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".safetensors")) {
                return SAFETENSORS;
            }
            if (name.endsWith(".onnx")) {
                return ONNX;
            }
            throw new CommandFailure(ExitCode.USAGE,
                    "a model file must be called *.safetensors or *.onnx, got " + file);
        }
    }

    /// Reads a file.
    public static ModelFile read(Path file) {
        Format format = Format.of(file);
        try {
            return format == Format.ONNX
                    ? new ModelFile(format, OnnxReader.read(file, new ScalarKernels()), Map.of())
                    : of(Safetensors.read(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.INPUT, "cannot read %s: there is no such file".formatted(file),
                    e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, "cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ModelFile of(Safetensors file) throws ModelFormatException {
        if (NetworkMetadata.isIn(file.metadata())) {
            return new ModelFile(Format.SAFETENSORS,
                    network(NetworkMetadata.parse(file.metadata()), file), file.metadata());
        }
        var shapes = new TreeMap<String, List<Integer>>();
        file.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        var inference = new StateDictInference(shapes);
        var renamed = new TreeMap<String, StoredTensor>();
        file.tensors().forEach((name, tensor) -> renamed.put(inference.ourName(name), tensor));
        return new ModelFile(Format.SAFETENSORS,
                network(inference.options(), new Safetensors(renamed, file.metadata())), file.metadata());
    }

    private static RecurrentNetwork network(NetworkOptions options, Safetensors file)
            throws ModelFormatException {
        var network = new RecurrentNetwork(options, new ScalarKernels());
        StateDict.load(file, "", network.parameters());
        return network;
    }

    /// Writes the network to a file of the format that its name says.
    public void write(Path file) {
        try {
            if (Format.of(file) == Format.ONNX) {
                OnnxWriter.write(network, InitialState.ZERO, file);
            } else {
                var all = new TreeMap<>(metadata);
                all.putAll(NetworkMetadata.describe(network.options()));
                StateDict.of(network.parameters(), "", all).write(file);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write %s: %s".formatted(file, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot write %s: %s".formatted(file, e), e);
        }
    }

    /// What is in it.
    public Description describe() {
        Map<String, String> shape = NetworkMetadata.describe(network.options());
        var others = new TreeMap<>(metadata);
        others.keySet().removeAll(shape.keySet());
        var tensors = new LinkedHashMap<String, List<Integer>>();
        network.parameters().slices().forEach(slice -> tensors.put(slice.name(), slice.shape()));
        return new Description(format.name().toLowerCase(Locale.ROOT), shape, others,
                network.parameters().size(), tensors);
    }

    /// The shape of a network, its tensors, and the text beside them.
    ///
    /// @param shape      as the metadata of our files say it
    /// @param metadata   the other text
    /// @param parameters how many
    /// @param tensors    their shapes, by name
    public record Description(String format, Map<String, String> shape, Map<String, String> metadata,
            int parameters, Map<String, List<Integer>> tensors) {
        /// For people.
        public String toText() {
            var lines = new ArrayList<String>();
            lines.add("format: " + format);
            shape.forEach((name, value) -> lines.add(name + ": " + value));
            metadata.forEach((name, value) -> lines.add(name + ": " + value));
            lines.add("parameters: " + parameters);
            tensors.forEach((name, sizes) -> lines.add("  " + name + " " + sizes));
            return String.join("\n", lines);
        }
    }
}
