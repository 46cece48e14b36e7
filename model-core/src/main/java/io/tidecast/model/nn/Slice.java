package io.tidecast.model.nn;

import java.util.List;

/// A named tensor inside the flat array of [Parameters].
///
/// @param name   its name in a PyTorch `state_dict`, for example `rnn.weight_ih_l0`
/// @param offset index of its first value
/// @param shape  its dimensions, row-major
public record Slice(String name, int offset, List<Integer> shape) {

    public Slice {
        shape = List.copyOf(shape);
    }

    /// The number of its values.
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
