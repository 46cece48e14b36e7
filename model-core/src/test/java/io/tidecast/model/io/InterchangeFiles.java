package io.tidecast.model.io;

import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Writes the safetensors files that `src/test/python/interchange.py` loads into PyTorch.
public final class InterchangeFiles {
    private InterchangeFiles() {}

    /// Writes the files.
    ///
    /// @param args the directory
    public static void main(String[] args) throws IOException {
        for (var file : written().entrySet()) {
            file.getValue().write(Path.of(args[0], file.getKey()));
        }
    }

    /// The files by name.
    static Map<String, Safetensors> written() {
        var files = new TreeMap<String, Safetensors>();
        files.put("ours-tanh.safetensors", file("tanh", new ElmanRnn(), 1, true, true));
        files.put(
                "ours-relu.safetensors",
                file("relu", new ElmanRnn(Activation.RELU), 2, false, true));
        files.put("ours-gru.safetensors", file("gru", new Gru(), 3, true, false));
        files.put("ours-lstm.safetensors", file("lstm", new Lstm(), 2, true, true));
        return files;
    }

    private static Safetensors file(String name, Cell cell, int layers, boolean bias, boolean headBias) {
        var recurrent = new RecurrentOptions(cell, 2, 3).withLayers(layers).withBias(bias);
        var network = Networks.seeded(recurrent, 2, headBias, 11);
        var metadata = Map.of(
                "cell", name, "inputs", "2", "hidden", "3", "layers", String.valueOf(layers), "outputs", "2",
                "bias", String.valueOf(bias), "head_bias", String.valueOf(headBias));
        return StateDict.of(network.parameters(), "", metadata);
    }
}
