package io.tidecast.model.train;

/// Gradient descent, as `torch.optim.SGD`: `w -= η·dW`.
///
/// @param learningRate `η`
public record Sgd(double learningRate) implements Optimizer {

    @Override
    public int moments() {
        return 0;
    }

    @Override
    public void step(float[] w, float[] dW, float[][] moments, long step) {
        float rate = (float) learningRate;
        for (int i = 0; i < w.length; i++) {
            w[i] -= rate * dW[i];
        }
    }
}
