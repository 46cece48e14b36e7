package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/// Linear layers with an activation after each, as `torch.nn.Sequential(Linear, activation, Linear, …)`; whether the last one
/// has an activation too is an option. The parameters are `0.weight`, `0.bias`, `2.weight`, `2.bias`, …
public final class FeedForward {
    private final List<Integer> sizes;
    private final Activation activation;
    private final boolean activatesOutput;
    private final Kernels kernels;
    private final Linear[] layers;
    private final Parameters parameters;
    private final int batch;
    /// Inputs and then each layer's outputs, `[B][size]`.
    private final float[][] values;
    /// Their gradients.
    private final float[][] gradients;

    /// @param sizes of the input, the hidden layers and the output
    /// @param batch the number of rows of every pass
    public FeedForward(
            List<Integer> sizes, Activation activation, boolean activatesOutput, int batch, Kernels kernels) {
        if (sizes.size() < 2) {
            throw new IllegalArgumentException("sizes must name input and output at least, got " + sizes);
        }
        RecurrentOptions.requirePositive("batch", batch);
        this.sizes = List.copyOf(sizes);
        this.activation = activation;
        this.activatesOutput = activatesOutput;
        this.kernels = kernels;
        this.batch = batch;
        var layout = new Parameters.Layout();
        layers = new Linear[sizes.size() - 1];
        values = new float[sizes.size()][];
        gradients = new float[sizes.size()][];
        for (int i = 0; i < sizes.size(); i++) {
            values[i] = new float[batch * sizes.get(i)];
            gradients[i] = new float[values[i].length];
            if (i < layers.length) {
                layers[i] = new Linear(sizes.get(i), sizes.get(i + 1), true, layout, 2 * i + ".", kernels);
            }
        }
        parameters = layout.allocate();
    }

    public Parameters parameters() {
        return parameters;
    }

    /// Draws the weights as PyTorch does after `torch.manual_seed(seed)`.
    public void initialise(long seed) {
        var random = new TorchRandom(seed);
        for (var layer : layers) {
            layer.initialise(parameters, random, InitialisationOptions.PYTORCH);
        }
    }

    /// `y = φ(W y + b)` from layer to layer.
    ///
    /// @param x `[B][sizes.first]`
    /// @return the outputs, `[B][sizes.last]`; the same array at every call
    public float[] forward(float[] x) {
        System.arraycopy(x, 0, values[0], 0, values[0].length);
        for (int i = 0; i < layers.length; i++) {
            layers[i].forward(parameters.values(), values[i], 0, values[i + 1], batch);
            if (isActivated(i)) {
                activation.forward(kernels, values[i + 1], 0, values[i + 1].length);
            }
        }
        return values[layers.length];
    }

    /// `dY = dY·φ'`, then `dW += dY ⊗ x`, `dX = Wᵀ dY`, from the last layer to the first; the parameters' gradients are
    /// accumulated.
    ///
    /// @param dY gradient of the outputs
    /// @return the gradient of the inputs; the same array at every call
    public float[] backward(float[] dY) {
        System.arraycopy(dY, 0, gradients[layers.length], 0, dY.length);
        for (int i = layers.length - 1; i >= 0; i--) {
            if (isActivated(i)) {
                activation.backward(values[i + 1], 0, gradients[i + 1], 0, batch * sizes.get(i + 1));
            }
            Arrays.fill(gradients[i], 0);
            layers[i].backward(
                    parameters.values(), parameters.gradients(), values[i], 0, gradients[i + 1], gradients[i],
                    0,
                    batch);
        }
        return gradients[0];
    }

    private boolean isActivated(int layer) {
        return activatesOutput || layer < layers.length - 1;
    }
}
