package io.tidecast.model.train;

/// `e²/2` where `|e| <= δ`, else `δ(|e| - δ/2)` (Huber 1964), as `torch.nn.HuberLoss`.
public record Huber(double delta) implements ElementwiseLoss {

    public Huber {
        if (!(delta > 0)) {
            throw new IllegalArgumentException("delta must be positive, got " + delta);
        }
    }

    @Override
    public double value(double error) {
        double size = Math.abs(error);
        return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
    }

    @Override
    public double slope(double error) {
        return Math.max(-delta, Math.min(delta, error));
    }
}
