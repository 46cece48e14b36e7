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

/// A recurrent network that learns from every reading by truncated BPTT.
///
/// Its target is the scaled step from the last value: with the level as the target the error on hourly series was several times
/// that of the last value. Its inputs are the level, the last step, the seasonal profile, the calendar of the time to forecast, and
/// how stale the last value is.
final class RecurrentExpert implements Expert {
    private static final int INPUTS = 3 + Situation.PROFILE_SLOTS + CalendarFeatures.COUNT;

    private final TruncatedBptt bptt;
    private final float[] x = new float[INPUTS];
    private final float[] y = new float[1];
    private final float[] target = new float[1];

    RecurrentExpert(NetworkSettings settings) {
        var shape = new RecurrentOptions(cell(settings.cell()), INPUTS, settings.hiddenSize());
        // The first forecasts are the last value: the head starts at zero.
        var start = new InitialisationOptions(OptionalDouble.of(1), true);
        var network = new RecurrentNetwork(new NetworkOptions(shape, 1).withInitialisation(start),
                new ScalarKernels());
        network.initialise(settings.seed());
        bptt = new TruncatedBptt(network, new Huber(settings.huberDelta()),
                Adam.DEFAULT.withLearningRate(settings.learningRate()), settings.maxGradientNorm(),
                settings.learnEvery(),
                settings.window());
    }

    private static Cell cell(NetworkSettings.Kind kind) {
        return switch (kind) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
            case ELMAN -> new ElmanRnn();
        };
    }

    @Override
    public double predict(Situation situation) {
        x[0] = (float) situation.level;
        x[1] = (float) situation.steps[0];
        x[2] = situation.staleness;
        for (int i = 0; i < Situation.PROFILE_SLOTS; i++) {
            x[3 + i] = (float) situation.profile[i];
        }
        System.arraycopy(situation.calendar, 0, x, 3 + Situation.PROFILE_SLOTS, CalendarFeatures.COUNT);
        bptt.feed(x, y);
        return y[0];
    }

    @Override
    public void learn(double step) {
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
