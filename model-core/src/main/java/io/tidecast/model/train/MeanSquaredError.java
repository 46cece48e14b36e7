package io.tidecast.model.train;

/// `e²`, as `torch.nn.MSELoss`.
public record MeanSquaredError() implements ElementwiseLoss {

    @Override
    public double value(double error) {
        return error * error;
    }

    @Override
    public double slope(double error) {
        return 2 * error;
    }
}
