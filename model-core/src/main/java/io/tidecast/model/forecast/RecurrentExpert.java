package io.tidecast.model.forecast;

import io.tidecast.model.train.Adam;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Outcome;
import io.tidecast.model.train.TruncatedBptt;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A recurrent network that learns from every reading by truncated BPTT.
///
/// Its target is the scaled step from the last value: with the level as the target the error on hourly series was several times
/// that of the last value. Its inputs are the level, the last step, the seasonal profile, the calendar of the time to forecast, and
/// how stale the last value is.
final class RecurrentExpert implements Expert {
    private final TruncatedBptt bptt;
    private final boolean frozen;
    private final float[] x = new float[ForecastNetwork.INPUT_NAMES.size()];
    private final float[] y = new float[1];
    private final float[] target = new float[1];

    RecurrentExpert(NetworkSettings settings) {
        bptt = new TruncatedBptt(ForecastNetwork.create(settings), new Huber(settings.huberDelta()),
                Adam.DEFAULT.withLearningRate(settings.learningRate()), settings.maxGradientNorm(),
                settings.learnEvery(),
                settings.window());
        frozen = settings.pretrained() != null && settings.pretrained().frozen();
    }

    @Override
    public double predict(Situation situation) {
        ForecastNetwork.write(situation, x, 0);
        bptt.feed(x, y);
        return y[0];
    }

    @Override
    public void learn(double step) {
        if (frozen) {
            return;
        }
        target[0] = (float) step;
        if (bptt.learn(target) == Outcome.NOT_FINITE) {
            throw new ArithmeticException("the network's gradient is not finite");
        }
    }

    /// Weight updates so far.
    long updates() {
        return bptt.gradientStep().updates();
    }

    @Override
    public void setLearningRate(double rate) {
        bptt.gradientStep().setLearningRate(rate);
    }

    @Override
    public RecurrentState state() {
        var recurrent = bptt.network().options().recurrent();
        float[] state = bptt.state();
        int hidden = recurrent.layers() * recurrent.stateSize();
        return new RecurrentState(Arrays.copyOf(state, hidden),
                Arrays.copyOfRange(state, hidden, state.length));
    }

    @Override
    public int byteSize() {
        return bptt.byteSize();
    }

    @Override
    public void save(ByteBuffer out) {
        bptt.save(out);
    }

    @Override
    public void load(ByteBuffer in) {
        bptt.load(in);
    }
}
