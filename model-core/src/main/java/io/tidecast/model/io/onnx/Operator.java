package io.tidecast.model.io.onnx;

import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import java.util.Collections;
import java.util.List;

/// A cell as ONNX knows it (https://onnx.ai/onnx/operators/onnx__LSTM.html, and GRU, RNN).
///
/// @param name        of the operator
/// @param gates       the gates in ONNX's order, each by its place in PyTorch's
/// @param activations of one direction, in ONNX's order
/// @param states      the number of arrays in the state: 2 with a cell state, else 1
record Operator(String name, List<Integer> gates, List<String> activations, int states) {
    /// ONNX has the peepholes in the order i, o, f, we have them as i, f, o; either way back is the same.
    static final List<Integer> PEEPHOLES = List.of(0, 2, 1);

    static Operator of(Cell cell) {
        return switch (cell) {
            case ElmanRnn elman -> new Operator("RNN", List.of(0), List.of(activation(elman)), 1);
            // PyTorch stacks r, z, n; ONNX z, r, h.
            case Gru gru -> new Operator("GRU", List.of(1, 0, 2), List.of("Sigmoid", "Tanh"), 1);
            // PyTorch stacks i, f, g, o; ONNX i, o, f, c.
            case Lstm lstm ->
                new Operator("LSTM", List.of(0, 3, 1, 2), List.of("Sigmoid", "Tanh", "Tanh"), 2);
        };
    }

    /// The activations of all directions.
    List<String> activations(int directions) {
        return Collections.nCopies(directions, activations).stream().flatMap(List::stream).toList();
    }

    /// Brings equally long blocks into the order in which `order` lists them.
    static float[] permute(float[] blocks, List<Integer> order) {
        var permuted = new float[blocks.length];
        int length = blocks.length / order.size();
        for (int k = 0; k < order.size(); k++) {
            System.arraycopy(blocks, order.get(k) * length, permuted, k * length, length);
        }
        return permuted;
    }

    /// Undoes [#permute].
    static float[] restore(float[] blocks, List<Integer> order) {
        var restored = new float[blocks.length];
        int length = blocks.length / order.size();
        for (int k = 0; k < order.size(); k++) {
            System.arraycopy(blocks, k * length, restored, order.get(k) * length, length);
        }
        return restored;
    }

    private static String activation(ElmanRnn elman) {
        return switch (elman.activation()) {
            case SIGMOID -> "Sigmoid";
            case TANH -> "Tanh";
            case RELU -> "Relu";
        };
    }
}
