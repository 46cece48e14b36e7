package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What the recurrent expert of a series sees and what it is taught, row by row, for training offline: the inputs and targets
/// are those that the forecaster makes from the same readings.
public final class TrainingRows {
    private static final int INPUTS = ForecastNetwork.INPUT_NAMES.size();

    private final Forecaster forecaster;
    private float[] inputs = new float[1024 * INPUTS];
    private float[] targets = new float[1024];
    private int count;

    /// Without rows.
    public TrainingRows(ForecasterOptions options) {
        forecaster = new Forecaster(options.withExperts(ExpertKind.RNN), new Recorder());
    }

    /// Takes the next reading of the series; one that is not newer than the last is left out.
    ///
    /// @param time  milliseconds since 1970-01-01T00:00:00Z
    /// @param value NaN: missing
    public void add(long time, double value) {
        if (time > forecaster.lastTime()) {
            forecaster.step(new Reading(time, value));
        }
    }

    /// The number of rows.
    public int count() {
        return count;
    }

    /// Copies rows.
    ///
    /// @param x receives the inputs, `[rows][I]`, from row `to`
    /// @param y receives the targets, `[rows]`, from row `to`; NaN: the truth did not come
    public void copy(int from, int rows, float[] x, float[] y, int to) {
        System.arraycopy(inputs, from * INPUTS, x, to * INPUTS, rows * INPUTS);
        System.arraycopy(targets, from, y, to, rows);
    }

    /// Stands where the network would be and writes down what it is given.
    private final class Recorder implements Expert {
        @Override
        public double predict(Situation situation) {
            if (count == targets.length) {
                inputs = Arrays.copyOf(inputs, 2 * inputs.length);
                targets = Arrays.copyOf(targets, 2 * count);
            }
            ForecastNetwork.write(situation, inputs, count * INPUTS);
            targets[count++] = Float.NaN;
            return 0;
        }

        @Override
        public void learn(double step) {
            targets[count - 1] = (float) step;
        }

        @Override
        public int byteSize() {
            return 0;
        }

        @Override
        public void save(ByteBuffer out) {
            throw new UnsupportedOperationException("training rows are not saved");
        }

        @Override
        public void load(ByteBuffer in) {
            throw new UnsupportedOperationException("training rows are not saved");
        }
    }
}
