package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Recursive least squares with forgetting, made safe for streams.
///
/// `k = P φ / (λ + φᵀ P φ)`, `w += k e`, `P = (P - k (P φ)ᵀ) / λ`, with `e = y - wᵀ φ`
///
/// Source: Ljung & Söderström 1983, section 2.2. With forgetting, `P` grows without bound in the directions that the inputs do
/// not excite, and one unusual input then throws the weights far away ("wind-up"): so the trace of `P` is held below a
/// multiple of where it started, and errors count at most a multiple of their recent RMS.
final class RecursiveLeastSquares {
    private static final double MOST_TRACE_GROWTH = 10;
    private static final double LARGEST_ERROR_RMS = 8;
    private static final double ERROR_HALF_LIFE = 256;
    private static final int SYMMETRISE_EVERY = 16;

    private final int size;
    private final double forgetting;
    private final double startVariance;
    /// `w`, `[size]`
    private final double[] weights;
    /// `P`, `[size, size]`, symmetric
    private final double[] covariance;
    /// `P φ`, `[size]`
    private final double[] product;
    private final WeightedMean squaredError = new WeightedMean(ERROR_HALF_LIFE);
    private long updates;

    /// @param forgetting    `λ`: the weight of a target after each later one, at most 1
    /// @param startVariance diagonal of the first `P`
    RecursiveLeastSquares(int size, double forgetting, double startVariance) {
        this.size = size;
        this.forgetting = forgetting;
        this.startVariance = startVariance;
        weights = new double[size];
        covariance = new double[size * size];
        product = new double[size];
        for (int i = 0; i < size; i++) {
            covariance[i * size + i] = startVariance;
        }
    }

    /// `w`, `[size]`; read-only.
    double[] weights() {
        return weights;
    }

    /// Targets learnt from so far.
    long updates() {
        return updates;
    }

    /// `wᵀ φ`
    ///
    /// @param inputs `φ`, `[size]`
    double predict(double[] inputs) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i] * inputs[i];
        }
        return sum;
    }

    /// @param inputs `φ`, `[size]`
    /// @param target `y`
    void learn(double[] inputs, double target) {
        double error = bounded(target - predict(inputs));
        double denominator = forgetting + multiply(inputs);
        double trace = 0;
        for (int i = 0; i < size; i++) {
            double k = product[i] / denominator;
            weights[i] += k * error;
            for (int j = 0; j < size; j++) {
                covariance[i * size + j] = (covariance[i * size + j] - k * product[j]) / forgetting;
            }
            trace += covariance[i * size + i];
        }
        double mostTrace = MOST_TRACE_GROWTH * size * startVariance;
        if (trace > mostTrace) {
            scale(mostTrace / trace);
        }
        updates++;
        if (updates % SYMMETRISE_EVERY == 0) {
            symmetrise();
        }
    }

    private double bounded(double error) {
        double bound = LARGEST_ERROR_RMS * Math.sqrt(squaredError.value());
        // Without a first error that is not 0 there is no size to go by.
        double bounded = bound > 0 ? Math.clamp(error, -bound, bound) : error;
        squaredError.add(bounded * bounded);
        return bounded;
    }

    /// Leaves `P φ` in `product`.
    ///
    /// @return `φᵀ P φ`
    private double multiply(double[] inputs) {
        double form = 0;
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += covariance[i * size + j] * inputs[j];
            }
            product[i] = sum;
            form += sum * inputs[i];
        }
        return form;
    }

    private void scale(double factor) {
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= factor;
        }
    }

    private void symmetrise() {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (covariance[i * size + j] + covariance[j * size + i]) / 2;
                covariance[i * size + j] = mean;
                covariance[j * size + i] = mean;
            }
        }
    }

    int byteSize() {
        return (weights.length + covariance.length + 1) * Double.BYTES + WeightedMean.BYTES;
    }

    void save(ByteBuffer out) {
        for (double weight : weights) {
            out.putDouble(weight);
        }
        for (double value : covariance) {
            out.putDouble(value);
        }
        squaredError.save(out);
        out.putLong(updates);
    }

    void load(ByteBuffer in) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.getDouble();
        }
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = in.getDouble();
        }
        squaredError.load(in);
        updates = in.getLong();
    }
}
