package io.tidecast.model.train;

/// `|e|`, as `torch.nn.L1Loss`; its slope at 0 is 0.
public record MeanAbsoluteError() implements ElementwiseLoss {

    @Override
    public double value(double error) {
        return Math.abs(error);
    }

    @Override
    public double slope(double error) {
        return Math.signum(error);
    }
}
