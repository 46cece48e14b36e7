package io.tidecast.model.io.onnx;

import io.tidecast.model.nn.Parameters;
import java.util.Arrays;
import java.util.List;

/// The weights of one layer in ONNX's arrangement: `W [D, G·H, I]`, `R [D, G·H, H]`, `B [D, 2·G·H]` and the peepholes
/// `P [D, 3·H]`; the directions one after the other, gates in ONNX's order, in `B` first those of the input.
///
/// @param parameters the network's, named and ordered as PyTorch's
record LayerWeights(Parameters parameters, Operator operator, int layer, int directions) {
    private static final String INPUT = "weight_ih";
    private static final String RECURRENT = "weight_hh";
    private static final String PEEPHOLE = "weight_peephole";
    private static final List<String> BIASES = List.of("bias_ih", "bias_hh");

    float[] w() {
        return pack(List.of(INPUT), operator.gates());
    }

    float[] r() {
        return pack(List.of(RECURRENT), operator.gates());
    }

    float[] b() {
        return pack(BIASES, operator.gates());
    }

    float[] p() {
        return pack(List.of(PEEPHOLE), Operator.PEEPHOLES);
    }

    void setW(float[] w) {
        unpack(w, List.of(INPUT), operator.gates());
    }

    void setR(float[] r) {
        unpack(r, List.of(RECURRENT), operator.gates());
    }

    void setB(float[] b) {
        unpack(b, BIASES, operator.gates());
    }

    void setP(float[] p) {
        unpack(p, List.of(PEEPHOLE), Operator.PEEPHOLES);
    }

    private float[] pack(List<String> names, List<Integer> order) {
        float[] packed = {};
        for (int direction = 0; direction < directions; direction++) {
            for (String name : names) {
                float[] part = Operator
                        .permute(parameters.copyOf(parameters.slice(fullName(name, direction))), order);
                int offset = packed.length;
                packed = Arrays.copyOf(packed, offset + part.length);
                System.arraycopy(part, 0, packed, offset, part.length);
            }
        }
        return packed;
    }

    private void unpack(float[] packed, List<String> names, List<Integer> order) {
        int offset = 0;
        for (int direction = 0; direction < directions; direction++) {
            for (String name : names) {
                var slice = parameters.slice(fullName(name, direction));
                float[] part = Arrays.copyOfRange(packed, offset, offset + slice.size());
                parameters.set(slice, Operator.restore(part, order));
                offset += slice.size();
            }
        }
    }

    private String fullName(String name, int direction) {
        return "rnn." + name + "_l" + layer + (direction == 1 ? "_reverse" : "");
    }

    /// From `[rows, columns]` to `[columns, rows]`.
    static float[] transpose(float[] matrix, int rows, int columns) {
        var transposed = new float[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                transposed[c * rows + r] = matrix[r * columns + c];
            }
        }
        return transposed;
    }
}
