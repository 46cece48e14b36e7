package io.tidecast.model.forecast;

import io.tidecast.model.kernel.Kernels;
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
    private static final int CHECK_EVERY = 512;
    /// Weights are good if their squared errors are no more than so many times the squared targets.
    private static final double GOOD_ERROR_RATIO = 2;
    /// Vectors of this many values, or half as many, are what a processor computes with at once.
    private static final int LANES = 8;

    private final Kernels kernels = Kernels.fastest();
    private final int size;
    /// Size of `P` in memory: rows and columns from `size` on are 0, and so stay.
    private final int room;
    private final double forgetting;
    private final double startVariance;
    /// `w`, `[size]`
    private final double[] weights;
    /// `P`, `[room, room]`, symmetric to the bit
    private final double[] covariance;
    /// `φ` and `P φ`, `[room]`
    private final double[] padded;
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
        room = Math.ceilDiv(size, LANES) * LANES;
        weights = new double[size];
        good = new double[size];
        covariance = new double[room * room];
        padded = new double[room];
        product = new double[room];
        for (int i = 0; i < size; i++) {
            covariance[i * room + i] = startVariance;
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
        System.arraycopy(inputs, 0, padded, 0, size);
        kernels.multiplySymmetric(covariance, padded, product, room);
        double denominator = forgetting;
        for (int i = 0; i < size; i++) {
            denominator += product[i] * inputs[i];
        }
        if (!Double.isFinite(error) || !(denominator > 0 && denominator < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException(
                    "the regression's update must be finite, got an error of %s over %s".formatted(error,
                            denominator));
        }
        squaredTarget.add(target * target);
        double bounded = bounded(error);
        double share = 1 / denominator;
        for (int i = 0; i < size; i++) {
            weights[i] += product[i] * share * bounded;
        }
        kernels.downdate(covariance, product, share, 1 / forgetting, room);
        boundTrace();
        updates++;
        if (updates % CHECK_EVERY == 0 && squaredError.value() <= GOOD_ERROR_RATIO * squaredTarget.value()) {
            System.arraycopy(weights, 0, good, 0, size);
        }
    }

    private void boundTrace() {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += covariance[i * room + i];
        }
        double mostTrace = MOST_TRACE_GROWTH * size * startVariance;
        if (trace > mostTrace) {
            double factor = mostTrace / trace;
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] *= factor;
            }
        }
    }

    /// Begins again with the last good weights, and with all doubt about them.
    void restart() {
        System.arraycopy(good, 0, weights, 0, size);
        Arrays.fill(covariance, 0);
        for (int i = 0; i < size; i++) {
            covariance[i * room + i] = startVariance;
        }
    }

    private double bounded(double error) {
        double bound = LARGEST_ERROR_RMS * Math.sqrt(squaredError.value());
        // Without a first error that is not 0 there is no size to go by.
        double bounded = bound > 0 ? Math.clamp(error, -bound, bound) : error;
        squaredError.add(bounded * bounded);
        return bounded;
    }

    int byteSize() {
        return (2 * size + size * (size + 1) / 2 + 1) * Double.BYTES + 2 * WeightedMean.BYTES;
    }

    void save(ByteBuffer out) {
        for (double weight : weights) {
            out.putDouble(weight);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                out.putDouble(covariance[i * room + j]);
            }
        }
        for (double weight : good) {
            out.putDouble(weight);
        }
        squaredTarget.save(out);
        squaredError.save(out);
        out.putLong(updates);
    }

    void load(ByteBuffer in) {
        for (int i = 0; i < size; i++) {
            weights[i] = in.getDouble();
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i * room + j] = in.getDouble();
                covariance[j * room + i] = covariance[i * room + j];
            }
        }
        for (int i = 0; i < size; i++) {
            good[i] = in.getDouble();
        }
        squaredTarget.load(in);
        squaredError.load(in);
        updates = in.getLong();
    }
}
