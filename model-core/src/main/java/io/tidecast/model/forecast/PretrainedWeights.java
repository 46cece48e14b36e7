package io.tidecast.model.forecast;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.NetworkMetadata;
import io.tidecast.model.io.Safetensors;
import io.tidecast.model.io.StateDict;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Weights that the network of every series starts from, instead of drawn ones. Two are the same if their weights are, bit for bit.
public final class PretrainedWeights {
    private static final String INPUTS = "tidecast.inputs";
    private static final String TARGET = "tidecast.target";

    /// In PyTorch's order, whatever the kernels' is.
    private final float[] values;
    private final String sha256;

    private PretrainedWeights(float[] values) {
        this.values = values;
        sha256 = sha256(values);
    }

    /// The weights of a file that fits the options.
    ///
    /// @throws ModelFormatException if names or shapes are not those of the options' network, or its inputs are others
    public static PretrainedWeights of(Safetensors file, ForecasterOptions options)
            throws ModelFormatException {
        String expected = String.join(",", ForecastNetwork.inputNames(options));
        String inputs = file.metadata().getOrDefault(INPUTS, expected);
        if (!inputs.equals(expected)) {
            throw new ModelFormatException(
                    "the network's inputs must be %s, got %s".formatted(expected, inputs));
        }
        RecurrentNetwork network = ForecastNetwork.unset(options);
        requireCell(file, network);
        StateDict.load(file, "", network.parameters());
        Parameters parameters = network.parameters();
        float[] weights = parameters.gather(parameters.values());
        for (float value : weights) {
            if (!Float.isFinite(value)) {
                throw new ModelFormatException("weights must be finite, got " + value);
            }
        }
        return new PretrainedWeights(weights);
    }

    private static void requireCell(Safetensors file, RecurrentNetwork network) throws ModelFormatException {
        Map<String, String> expected = NetworkMetadata.describe(network.options());
        for (String name : new String[]{"cell", "num_layers", "hidden_size"}) {
            String got = file.metadata().getOrDefault(name, expected.get(name));
            if (!String.valueOf(expected.get(name)).equals(got)) {
                throw new ModelFormatException(
                        "the network's %s must be %s, got %s".formatted(name, expected.get(name), got));
            }
        }
    }

    /// A network's weights as a file that [#of] takes: PyTorch's names, and metadata that tell shape, inputs and target.
    public static Safetensors toFile(RecurrentNetwork network, ForecasterOptions options) {
        var metadata = new TreeMap<>(NetworkMetadata.describe(network.options()));
        metadata.put(INPUTS, String.join(",", ForecastNetwork.inputNames(options)));
        metadata.put(TARGET, "changes from the last value in recent RMS changes: "
                + String.join(",", ForecastNetwork.outputNames(options)));
        return StateDict.of(network.parameters(), "", metadata);
    }

    void copyTo(Parameters parameters) {
        if (parameters.size() != values.length) {
            throw new IllegalArgumentException(
                    "pretrained weights must be %d values, got %d".formatted(parameters.size(),
                            values.length));
        }
        parameters.scatter(values, parameters.values());
    }

    private static String sha256(float[] values) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PretrainedWeights weights && weights.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }

    /// Part of the fingerprint of the options: says which weights they are.
    @Override
    public String toString() {
        return "PretrainedWeights[sha256=%s]".formatted(sha256);
    }
}
