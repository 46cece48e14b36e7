package io.tidecast.model.io;

import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.Slice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The weights of a network under the names of a PyTorch `state_dict`, for example `rnn.weight_ih_l0`.
public final class StateDict {
    private StateDict() {}

    /// Copies of all weights, as F32.
    ///
    /// @param prefix put before every name, for example `model.`; empty for none
    public static Safetensors of(Parameters parameters, String prefix, Map<String, String> metadata) {
        var tensors = new TreeMap<String, StoredTensor>();
        for (var slice : parameters.slices()) {
            tensors.put(prefix + slice.name(), StoredTensor.of(slice.shape(), parameters.copyOf(slice)));
        }
        return new Safetensors(tensors, new TreeMap<>(metadata));
    }

    /// Replaces all weights, as `load_state_dict(strict=True)`; F64 is rounded to the nearest `float`. Nothing is changed
    /// when something is wrong.
    ///
    /// @param prefix what every name in the file begins with, for example `model.`; empty for none
    /// @throws ModelFormatException when a name is missing, a name is not the network's, or a shape differs
    public static void load(Safetensors file, String prefix, Parameters parameters)
            throws ModelFormatException {
        var replacements = new LinkedHashMap<Slice, StoredTensor>();
        var missing = new TreeSet<String>();
        var unknown = new TreeSet<>(file.tensors().keySet());
        for (var slice : parameters.slices()) {
            String name = prefix + slice.name();
            unknown.remove(name);
            var tensor = file.tensors().get(name);
            if (tensor == null) {
                missing.add(name);
            } else {
                replacements.put(slice, tensor);
            }
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new ModelFormatException(
                    "the names must be the network's: missing %s, unknown %s".formatted(missing, unknown));
        }
        for (var entry : replacements.entrySet()) {
            requireShape(prefix, entry.getKey(), entry.getValue());
        }
        replacements.forEach((slice, tensor) -> parameters.set(slice, tensor.toFloats()));
    }

    private static void requireShape(String prefix, Slice slice, StoredTensor tensor)
            throws ModelFormatException {
        if (!tensor.shape().equals(slice.shape())) {
            throw new ModelFormatException(
                    "%s%s must have shape %s, got %s"
                            .formatted(prefix, slice.name(), slice.shape(), tensor.shape()));
        }
    }
}
