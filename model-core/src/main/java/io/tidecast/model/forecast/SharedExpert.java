package io.tidecast.model.forecast;

import io.tidecast.model.nn.GateSaturation;
import io.tidecast.model.train.WindowedSequence;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent network whose weights the series has in common with others: its own are the state and the window alone.
///
/// Inputs, targets and window are those of [RecurrentExpert]. What it has to teach becomes a sample of the [SharedNetwork] when the step
/// has come to its end.
final class SharedExpert implements Expert {
    private final SharedNetwork shared;
    private final WindowedSequence sequence;
    private final float[] x;
    private final float[] y;
    private final float[] newest;
    private int truthsSinceSample;

    SharedExpert(SharedNetwork shared) {
        this.shared = shared;
        sequence = shared.bptt().newSequence(shared.learns());
        var network = shared.bptt().network().options();
        x = new float[network.inputSize()];
        y = new float[network.outputSize()];
        newest = new float[y.length];
    }

    @Override
    public void begin() {
        shared.discard();
    }

    @Override
    public void predict(Situation situation, double[][] steps) {
        ForecastNetwork.write(situation, shared.heads(), x, 0);
        shared.bptt().feed(sequence, x, y);
        RollOut.spread(y, shared.heads(), steps);
        if (shared.heads() < situation.horizons) {
            shared.rollOut().extend(situation, sequence.state(), steps);
        }
    }

    @Override
    public void suppose(Situation situation, double[] steps) {
        if (!shared.learns()) {
            throw new IllegalArgumentException(
                    "what is known ahead cannot be another after the forecast: a network with frozen weights keeps no window to go back in");
        }
        // After a restart it has said nothing.
        if (sequence.isEmpty()) {
            return;
        }
        shared.bptt().retract(sequence, x);
        ForecastNetwork.writeSupposed(situation, shared.heads(), x);
        shared.bptt().feed(sequence, x, y);
        for (int c = 0; c < steps.length; c++) {
            steps[c] = y[c * shared.heads()];
        }
    }

    @Override
    public void learn(Truths truths) {
        if (sequence.isEmpty()) {
            return;
        }
        truths.teach(shared.heads(), shared.window(), newest, sequence::setTarget);
        for (int i = 0; i < newest.length; i++) {
            sequence.setTarget(0, i, newest[i]);
        }
        if (++truthsSinceSample >= shared.learnEvery()) {
            truthsSinceSample = 0;
            shared.bptt().stage(sequence);
        }
    }

    @Override
    public @Nullable String commit() {
        return shared.commit();
    }

    /// Begins a new sequence, and at the end of the step the shared weights begin again too: outputs are bounded by the weights alone,
    /// so those are what is wrong.
    @Override
    public void restart() {
        sequence.reset();
        truthsSinceSample = 0;
        shared.restartAtCommit();
    }

    @Override
    public RecurrentState state() {
        return RecurrentState.of(shared.bptt().network(), sequence.state());
    }

    @Override
    public List<GateSaturation> gateSaturation() {
        return sequence.gateSaturation(shared.bptt().network());
    }

    @Override
    public float[] contributions(int target) {
        return sequence.contributions(shared.bptt().network(), target * shared.heads());
    }

    @Override
    public int byteSize() {
        return sequence.byteSize() + Integer.BYTES;
    }

    @Override
    public void save(ByteBuffer out) {
        sequence.save(out);
        out.putInt(truthsSinceSample);
    }

    @Override
    public void load(ByteBuffer in) {
        sequence.load(in);
        truthsSinceSample = in.getInt();
    }
}
