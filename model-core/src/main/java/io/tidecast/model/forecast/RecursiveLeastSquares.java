package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

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
    private static final int CHECK_EVERY = 512;
    /// Weights are good if their squared errors are no more than so many times the squared targets.
    private static final double GOOD_ERROR_RATIO = 2;

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
    private final WeightedMean squaredTarget = new WeightedMean(ERROR_HALF_LIFE);
    /// `w` when it was last known to be good, `[size]`
    private final double[] good;
    private long updates;

    /// @param forgetting    `λ`: the weight of a target after each later one, at most 1
    /// @param startVariance diagonal of the first `P`
    RecursiveLeastSquares(int size, double forgetting, double startVariance) {
        this.size = size;
        this.forgetting = forgetting;
        this.startVariance = startVariance;
        weights = new double[size];
        good = new double[size];
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
    /// @throws ArithmeticException if the update would not be finite; it has not been made then
    void learn(double[] inputs, double target) {
        double error = target - predict(inputs);
        double denominator = forgetting + multiply(inputs);
        if (!Double.isFinite(error) || !(denominator > 0 && denominator < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException(
                    "the regression's update must be finite, got an error of %s over %s".formatted(error,
                            denominator));
        }
        squaredTarget.add(target * target);
        error = bounded(error);
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
        if (updates % CHECK_EVERY == 0 && squaredError.value() <= GOOD_ERROR_RATIO * squaredTarget.value()) {
            System.arraycopy(weights, 0, good, 0, size);
        }
    }

    /// Begins again with the last good weights, and with all doubt about them.
    void restart() {
        System.arraycopy(good, 0, weights, 0, size);
        Arrays.fill(covariance, 0);
        for (int i = 0; i < size; i++) {
            covariance[i * size + i] = startVariance;
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
        return (2 * size + covariance.length + 1) * Double.BYTES + 2 * WeightedMean.BYTES;
    }

    void save(ByteBuffer out) {
        for (double weight : weights) {
            out.putDouble(weight);
        }
        for (double value : covariance) {
            out.putDouble(value);
        }
        for (double weight : good) {
            out.putDouble(weight);
        }
        squaredTarget.save(out);
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
        for (int i = 0; i < size; i++) {
            good[i] = in.getDouble();
        }
        squaredTarget.load(in);
        squaredError.load(in);
        updates = in.getLong();
    }
}
