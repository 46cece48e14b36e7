package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A linear layer, as `torch.nn.Linear`: `y = W x + b`, with `W [O, I]` and, unless left out, `b [O]`.
public final class Linear {
    private final Kernels kernels;
    private final int inputs;
    private final int outputs;
    private final Slice weight;
    private final @Nullable Slice bias;

    /// @param layout receives the parameters `weight` and `bias`
    /// @param prefix of their names, for example `head.`
    public Linear(
            int inputs, int outputs, boolean bias, Parameters.Layout layout, String prefix, Kernels kernels) {
        RecurrentOptions.requirePositive("inputs", inputs);
        RecurrentOptions.requirePositive("outputs", outputs);
        this.kernels = kernels;
        this.inputs = inputs;
        this.outputs = outputs;
        weight = layout.add(prefix + "weight", outputs, inputs);
        this.bias = bias ? layout.add(prefix + "bias", outputs) : null;
    }

    /// `y[b] = W x[b] + b`
    ///
    /// @param x `[batch, I]` from `xOffset`
    /// @param y overwritten, `[batch, O]` from index 0
    public void forward(float[] w, float[] x, int xOffset, float[] y, int batch) {
        for (int o = 0; o < outputs; o++) {
            float start = bias == null ? 0 : w[bias.offset() + o];
            for (int b = 0; b < batch; b++) {
                y[b * outputs + o] = start;
            }
        }
        kernels.multiply(w, weight.offset(), outputs, inputs, x, xOffset, y, 0, batch);
    }

    /// `dW += Σ_b dY[b] ⊗ x[b]`, `db += Σ_b dY[b]`, `dX[b] += Wᵀ dY[b]`
    ///
    /// @param dW accumulated into: gradients of the parameters
    /// @param dY `[batch, O]` from index 0
    /// @param dX accumulated into, `[batch, I]` from `dXOffset`; null when nobody asks for them
    public void backward(
            float[] w, float[] dW, float[] x, int xOffset, float[] dY,
            float @Nullable [] dX, int dXOffset, int batch) {
        kernels.outerProduct(dW, weight.offset(), outputs, inputs, dY, 0, x, xOffset, batch);
        if (bias != null) {
            for (int o = 0; o < outputs; o++) {
                float sum = dW[bias.offset() + o];
                for (int b = 0; b < batch; b++) {
                    sum += dY[b * outputs + o];
                }
                dW[bias.offset() + o] = sum;
            }
        }
        if (dX != null) {
            kernels.multiplyTransposed(w, weight.offset(), outputs, inputs, dY, 0, dX, dXOffset, batch);
        }
    }

    /// PyTorch's default: Kaiming-uniform weights with `a = √5`, that is `U(-1/√I, 1/√I)`, and biases likewise.
    void initialise(Parameters parameters, TorchRandom random, InitialisationOptions options) {
        float[] w = parameters.values();
        double gain = Math.sqrt(2.0 / (1 + 5));
        random.fillUniform(w, weight.offset(), weight.size(), Math.sqrt(3.0) * (gain / Math.sqrt(inputs)));
        if (bias != null) {
            random.fillUniform(w, bias.offset(), bias.size(), 1 / Math.sqrt(inputs));
        }
        if (options.zeroHead()) {
            Arrays.fill(w, weight.offset(), weight.offset() + weight.size() + (bias == null ? 0 : outputs),
                    0);
        }
    }
}
