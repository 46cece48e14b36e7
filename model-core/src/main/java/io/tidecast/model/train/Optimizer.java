package io.tidecast.model.train;

import io.tidecast.model.kernel.Kernels;

/// A rule that moves parameters against their gradients. It holds settings only; what it remembers lies with the caller.
///
/// Settings are `double` so that terms like `1 - beta2` are PyTorch's; the arithmetic on parameters is `float`, as there.
public sealed interface Optimizer permits Adam, AdamW, RmsProp, Sgd {
    double learningRate();

    /// The number of arrays, each as long as the parameters, that the rule remembers between steps.
    int moments();

    /// Moves the parameters once.
    ///
    /// @param w            parameters, updated in place
    /// @param dW           their gradients
    /// @param moments      `[moments()][parameters]`, zero at first, updated in place
    /// @param step         number of this step, from 1
    /// @param learningRate of this step
    void step(
            Kernels kernels, float[] w, float[] dW, float[][] moments, long step, double learningRate);
}
