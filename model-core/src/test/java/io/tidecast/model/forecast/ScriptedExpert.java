package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Says one step always, and remembers what it was told.
final class ScriptedExpert implements Expert {
    double says;
    boolean failsToLearn;
    int restarts;
    /// The truths of each call, `[calls][C][H]`, and how old their predictions were, `[calls][H]`.
    final List<double[][]> truths = new ArrayList<>();
    final List<int[]> ages = new ArrayList<>();
    /// The scales of the first target at each prediction, `[predictions][H]`.
    final List<double[]> scales = new ArrayList<>();

    ScriptedExpert(double says) {
        this.says = says;
    }

    @Override
    public void predict(Situation situation, double[][] steps) {
        scales.add(situation.targets[0].scales.clone());
        for (double[] target : steps) {
            Arrays.fill(target, says);
        }
    }

    @Override
    public void learn(Truths given) {
        if (failsToLearn) {
            throw new ArithmeticException("scripted");
        }
        truths.add(Arrays.stream(given.steps).map(double[]::clone).toArray(double[][]::new));
        ages.add(given.ages.clone());
    }

    @Override
    public void restart() {
        restarts++;
    }

    @Override
    public int byteSize() {
        return 0;
    }

    @Override
    public void save(ByteBuffer out) {}

    @Override
    public void load(ByteBuffer in) {}
}
