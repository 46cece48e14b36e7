package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;

/// A function applied to every value, and its derivative in terms of its result.
public enum Activation {
    /// `y = 1/(1 + exp(-x))`, `y' = y(1-y)`
    SIGMOID,
    /// `y = tanh(x)`, `y' = 1 - y²`
    TANH,
    /// `y = max(x, 0)`, `y' = 1` where `y > 0`, else 0
    RELU;

    /// `a = φ(a)`, in place.
    void forward(Kernels kernels, float[] a, int offset, int length) {
        switch (this) {
            case SIGMOID -> kernels.sigmoid(a, offset, length);
            case TANH -> kernels.tanh(a, offset, length);
            case RELU -> {
                for (int i = offset; i < offset + length; i++) {
                    a[i] = Math.max(a[i], 0);
                }
            }
        }
    }

    /// `d = d·φ'`, in place.
    ///
    /// @param y what the forward pass left
    void backward(float[] y, int yOffset, float[] d, int dOffset, int length) {
        for (int i = 0; i < length; i++) {
            d[dOffset + i] *= slope(y[yOffset + i]);
        }
    }

    private float slope(float y) {
        return switch (this) {
            case SIGMOID -> y * (1 - y);
            case TANH -> 1 - y * y;
            case RELU -> y > 0 ? 1 : 0;
        };
    }
}
