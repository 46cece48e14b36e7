package io.tidecast.model.train;

import org.hipparchus.special.Gamma;

/// Student's t distribution, which forgives outliers: with `z = e·exp(-s)` and `s` the logarithm of the scale,
///
/// `ln Γ(ν/2) - ln Γ((ν+1)/2) + ln(νπ)/2 + s + (ν+1)/2 · ln(1 + z²/ν)`
///
/// as `-torch.distributions.StudentT(ν, place, exp(s)).log_prob(target)` (Lange, Little & Taylor 1989).
///
/// @param degreesOfFreedom `ν`
/// @param normalisation    the terms that only depend on `ν`
public record StudentTNll(double degreesOfFreedom, double normalisation) implements DistributionLoss {

    public StudentTNll(double degreesOfFreedom) {
        this(degreesOfFreedom, normalisation(degreesOfFreedom));
    }

    @Override
    public double value(double error, double logScale) {
        double z = error * StrictMath.exp(-logScale);
        return normalisation + logScale
                + 0.5 * (degreesOfFreedom + 1) * StrictMath.log1p(z * z / degreesOfFreedom);
    }

    @Override
    public double slope(double error, double logScale) {
        double inverse = StrictMath.exp(-logScale);
        double z = error * inverse;
        return (degreesOfFreedom + 1) * z * inverse / (degreesOfFreedom + z * z);
    }

    @Override
    public double scaleSlope(double error, double logScale) {
        double z = error * StrictMath.exp(-logScale);
        return 1 - (degreesOfFreedom + 1) * z * z / (degreesOfFreedom + z * z);
    }

    private static double normalisation(double nu) {
        if (!(nu > 0)) {
            throw new IllegalArgumentException("degreesOfFreedom must be positive, got " + nu);
        }
        return Gamma.logGamma(nu / 2) - Gamma.logGamma((nu + 1) / 2) + 0.5 * StrictMath.log(nu * Math.PI);
    }
}
