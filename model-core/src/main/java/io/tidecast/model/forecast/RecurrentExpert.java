package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.nn.GateSaturation;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.train.GradientStep;
import io.tidecast.model.train.Outcome;
import io.tidecast.model.train.TruncatedBptt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent network that learns from every reading by truncated BPTT.
///
/// Its targets are the scaled changes from the last value: with the level as the target the error on hourly series was several times
/// that of the last value. The window is longer by the horizons whose truths come later than those of the next step.
final class RecurrentExpert implements Expert {
    private static final int CHECK_EVERY = 512;
    /// Weights are good if their squared errors are no more than so many times those of the last value.
    private static final double GOOD_ERROR_RATIO = 2;

    private static final double RAISED_RATE = 4;
    private static final int RAISED_UPDATES = 200;

    private final TruncatedBptt bptt;
    private final int window;
    private final int heads;
    private final float[] x;
    private final float[] y;
    private final float[] newest;
    /// The weights when they were last known to be good, in half precision and PyTorch's order, `[parameters]`.
    private final short[] good;
    private final WeightedMean squaredError = new WeightedMean(CHECK_EVERY);
    private final WeightedMean squaredStep = new WeightedMean(CHECK_EVERY);
    private int learnedSinceCheck;
    /// Updates that are still to be made at the raised learning rate.
    private int raisedUpdates;
    /// Null: there is an output for each horizon.
    private final @Nullable RollOut rollOut;
    private final float[] state;

    RecurrentExpert(ForecasterOptions options) {
        NetworkSettings settings = options.network();
        heads = ForecastNetwork.heads(options);
        window = settings.window();
        bptt = new TruncatedBptt(ForecastNetwork.create(options), settings.lossFunction(),
                settings.updateRule(), settings.maxGradientNorm(),
                settings.learnEvery(), window + heads - 1);
        bptt.network().parameters().shareGradients();
        x = new float[bptt.network().options().inputSize()];
        y = new float[bptt.network().options().outputSize()];
        newest = new float[y.length];
        good = new short[bptt.network().parameters().size()];
        rollOut = heads < options.horizons() ? new RollOut(bptt.network()) : null;
        state = new float[rollOut == null ? 0 : bptt.network().stateSize(1)];
        keepAsGood();
    }

    @Override
    public void predict(Situation situation, double[][] steps) {
        ForecastNetwork.write(situation, heads, x, 0);
        bptt.feed(x, y);
        RollOut.spread(y, heads, steps);
        if (rollOut != null) {
            bptt.copyState(state);
            rollOut.extend(situation, state, steps);
        }
    }

    @Override
    public void suppose(Situation situation, double[] steps) {
        // After a restart it has said nothing.
        if (bptt.isEmpty()) {
            return;
        }
        bptt.retract(x);
        ForecastNetwork.writeSupposed(situation, heads, x);
        bptt.feed(x, y);
        for (int c = 0; c < steps.length; c++) {
            steps[c] = y[c * heads];
        }
    }

    @Override
    public void learn(Truths truths) {
        // After a restart the prediction that this is the truth of has been forgotten.
        if (bptt.isEmpty()) {
            return;
        }
        truths.teach(heads, window, newest, bptt::setTarget);
        for (int i = 0; i < newest.length; i++) {
            watch(newest[i], y[i]);
        }
        bptt.gradientStep().setRateFactor(raisedUpdates > 0 ? RAISED_RATE : 1);
        raisedUpdates = Math.max(0, raisedUpdates - 1);
        if (bptt.learn(newest) == Outcome.NOT_FINITE) {
            throw new ArithmeticException("the network's gradient is not finite");
        }
        if (++learnedSinceCheck >= CHECK_EVERY) {
            learnedSinceCheck = 0;
            if (squaredError.value() <= GOOD_ERROR_RATIO * squaredStep.value()) {
                keepAsGood();
            }
        }
    }

    private void watch(float step, float predicted) {
        if (!Float.isNaN(step)) {
            squaredError.add((step - predicted) * (double) (step - predicted));
            squaredStep.add(step * (double) step);
        }
    }

    private void keepAsGood() {
        Parameters parameters = bptt.network().parameters();
        float[] weights = parameters.gather(parameters.values());
        for (int i = 0; i < good.length; i++) {
            good[i] = Float.floatToFloat16(weights[i]);
        }
    }

    @Override
    public void drifted(DriftResponse response) {
        switch (response) {
            case RAISE_LEARNING_RATE -> raisedUpdates = RAISED_UPDATES;
            case RESET_OPTIMIZER -> bptt.gradientStep().resetMoments();
            case NONE, BEST_EXPERT -> {
            }
        }
    }

    /// Begins again with the last good weights, no moments, an empty window, and no errors to judge them by.
    @Override
    public void restart() {
        Parameters parameters = bptt.network().parameters();
        float[] weights = new float[good.length];
        for (int i = 0; i < good.length; i++) {
            weights[i] = Float.float16ToFloat(good[i]);
        }
        Arrays.fill(parameters.values(), 0);
        parameters.scatter(weights, parameters.values());
        bptt.resetState();
        bptt.gradientStep().resetMoments();
        squaredError.clear();
        squaredStep.clear();
        learnedSinceCheck = 0;
    }

    /// The network's parameters; read-only.
    float[] weights() {
        return bptt.network().parameters().values();
    }

    /// Weight updates so far.
    long updates() {
        return bptt.gradientStep().updates();
    }

    @Override
    public NetworkUpdate lastUpdate() {
        GradientStep step = bptt.gradientStep();
        return new NetworkUpdate(step.updates(), step.loss(), step.gradientNorm(), step.clipped());
    }

    @Override
    public float[] contributions(int target) {
        return bptt.contributions(target * heads);
    }

    @Override
    public List<GateSaturation> gateSaturation() {
        return bptt.gateSaturation();
    }

    @Override
    public void setLearningRate(double rate) {
        bptt.gradientStep().setLearningRate(rate);
    }

    @Override
    public RecurrentState state() {
        return RecurrentState.of(bptt.network(), bptt.state());
    }

    @Override
    public int byteSize() {
        return bptt.byteSize() + good.length * Short.BYTES + 2 * WeightedMean.BYTES + 2 * Integer.BYTES
                + y.length * Float.BYTES;
    }

    @Override
    public void save(ByteBuffer out) {
        bptt.save(out);
        for (short weight : good) {
            out.putShort(weight);
        }
        squaredError.save(out);
        squaredStep.save(out);
        out.putInt(learnedSinceCheck).putInt(raisedUpdates);
        for (float value : y) {
            out.putFloat(value);
        }
    }

    @Override
    public void load(ByteBuffer in) {
        bptt.load(in);
        for (int i = 0; i < good.length; i++) {
            good[i] = in.getShort();
        }
        squaredError.load(in);
        squaredStep.load(in);
        learnedSinceCheck = in.getInt();
        raisedUpdates = in.getInt();
        for (int i = 0; i < y.length; i++) {
            y[i] = in.getFloat();
        }
    }
}
