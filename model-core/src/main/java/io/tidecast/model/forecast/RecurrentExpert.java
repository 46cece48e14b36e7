package io.tidecast.model.forecast;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.InitialisationOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Outcome;
import io.tidecast.model.train.TruncatedBptt;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/// Forecasts the next step of a series by a recurrent network that learns from every reading.
///
/// The network's target is the step in units of the series' recent RMS step, `(y' - y) / r`: with the level as the target
/// the error on hourly series was several times that of the last value. Its inputs are the standardised level, the last step, the
/// steps without a value, and the calendar of the time to forecast.
final class RecurrentExpert {
    private static final int INPUTS = 3 + CalendarFeatures.COUNT;
    /// Level and step are clipped here, in standard deviations and RMS steps.
    private static final double LARGEST_INPUT = 6;
    /// A forecast goes at most so many RMS steps away from the last value.
    private static final double LARGEST_FORECAST = 8;
    /// Targets beyond this tell the Huber loss nothing more; it keeps a first step after a long calm finite.
    private static final double LARGEST_TARGET = 64;
    private static final int LONGEST_GAP_STEPS = 8;

    private final TruncatedBptt bptt;
    private final float[] x = new float[INPUTS];
    private final float[] y = new float[1];
    private final float[] target = new float[1];
    /// What the newest forecast started from and was scaled by; 0: nothing to learn from it.
    private double base;
    private double scale;

    RecurrentExpert(ForecasterOptions options) {
        var shape = new RecurrentOptions(cell(options.cell()), INPUTS, options.hiddenSize());
        // The first forecasts are the last value: the head starts at zero.
        var start = new InitialisationOptions(OptionalDouble.of(1), true);
        var network = new RecurrentNetwork(new NetworkOptions(shape, 1).withInitialisation(start),
                new ScalarKernels());
        network.initialise(options.seed());
        bptt = new TruncatedBptt(network, new Huber(options.huberDelta()),
                Adam.DEFAULT.withLearningRate(options.learningRate()),
                options.maxGradientNorm(), options.learnEvery(), options.window());
    }

    private static Cell cell(ForecasterOptions.Cell cell) {
        return switch (cell) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
            case ELMAN -> new ElmanRnn();
        };
    }

    /// The forecast of the next reading, as a difference from the last value.
    ///
    /// @param change          the last step, in the unit of the series
    /// @param stepsSinceValue steps without a value up to now
    /// @param targetTime      the time to forecast, milliseconds since 1970-01-01T00:00:00Z
    double predict(double lastValue, double change, Scaler scaler, long stepsSinceValue, long targetTime) {
        base = lastValue;
        scale = scaler.stepRms();
        x[0] = clip(scaler.standardise(lastValue), LARGEST_INPUT);
        x[1] = scale > 0 ? clip(change / scale, LARGEST_INPUT) : 0;
        x[2] = Math.min(stepsSinceValue, LONGEST_GAP_STEPS) / (float) LONGEST_GAP_STEPS;
        CalendarFeatures.write(targetTime, x, 3);
        bptt.feed(x, y);
        return scale * clip(y[0], LARGEST_FORECAST);
    }

    /// Learns from the truth of the newest forecast.
    ///
    /// @param actual NaN: the truth did not come
    /// @throws ArithmeticException if the update is not finite; nothing has been learnt then
    void learn(double actual) {
        if (scale == 0) {
            return;
        }
        target[0] = clip((actual - base) / scale, LARGEST_TARGET);
        if (bptt.learn(target) == Outcome.NOT_FINITE) {
            throw new ArithmeticException("the gradient is not finite");
        }
    }

    private static float clip(double value, double bound) {
        return (float) Math.clamp(value, -bound, bound);
    }

    long updates() {
        return bptt.gradientStep().updates();
    }

    int byteSize() {
        return 2 * Double.BYTES + bptt.byteSize();
    }

    void save(ByteBuffer out) {
        out.putDouble(base).putDouble(scale);
        bptt.save(out);
    }

    void load(ByteBuffer in) {
        base = in.getDouble();
        scale = in.getDouble();
        bptt.load(in);
    }
}
