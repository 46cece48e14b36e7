package io.tidecast.model.train;

/// The normal distribution: `(s + e²·exp(-s)) / 2` with `s` the logarithm of the variance, as `torch.nn.GaussianNLLLoss`
/// with `var = exp(s)` and without its constant (Nix & Weigend 1994).
public record GaussianNll() implements DistributionLoss {

    @Override
    public double value(double error, double logVariance) {
        return 0.5 * (logVariance + error * error * StrictMath.exp(-logVariance));
    }

    @Override
    public double slope(double error, double logVariance) {
        return error * StrictMath.exp(-logVariance);
    }

    @Override
    public double scaleSlope(double error, double logVariance) {
        return 0.5 * (1 - error * error * StrictMath.exp(-logVariance));
    }
}
