package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What the recurrent expert of a series sees and what it is taught, row by row, for training offline: the inputs and targets
/// are those that the forecaster makes from the same readings.
public final class TrainingRows {
    private static final int FIRST_ROWS = 1024;

    private final Forecaster forecaster;
    private final int inputSize;
    private final int heads;
    private final int outputSize;
    private float[] inputs;
    private float[] targets;
    private int count;

    /// Without rows.
    public TrainingRows(ForecasterOptions options) {
        forecaster = new Forecaster(options.withExperts(ExpertKind.RNN), new Recorder());
        inputSize = ForecastNetwork.inputNames(options).size();
        heads = ForecastNetwork.heads(options);
        outputSize = ForecastNetwork.outputNames(options).size();
        inputs = new float[FIRST_ROWS * inputSize];
        targets = new float[FIRST_ROWS * outputSize];
    }

    /// Takes the next reading of the series; one that is not newer than the last is left out.
    public void add(Reading reading) {
        if (reading.time() > forecaster.lastTime()) {
            forecaster.step(reading);
        }
    }

    /// The number of rows.
    public int count() {
        return count;
    }

    /// Copies rows.
    ///
    /// @param x receives the inputs, `[rows][I]`, from row `to`
    /// @param y receives the targets, `[rows][O]`, from row `to`; NaN: the truth did not come
    public void copy(int from, int rows, float[] x, float[] y, int to) {
        System.arraycopy(inputs, from * inputSize, x, to * inputSize, rows * inputSize);
        System.arraycopy(targets, from * outputSize, y, to * outputSize, rows * outputSize);
    }

    /// Stands where the network would be and writes down what it is given.
    private final class Recorder implements Expert {
        @Override
        public void predict(Situation situation, double[][] steps) {
            if (count * outputSize == targets.length) {
                inputs = Arrays.copyOf(inputs, 2 * inputs.length);
                targets = Arrays.copyOf(targets, 2 * targets.length);
            }
            ForecastNetwork.write(situation, heads, inputs, count * inputSize);
            Arrays.fill(targets, count * outputSize, (count + 1) * outputSize, Float.NaN);
            count++;
            for (double[] target : steps) {
                Arrays.fill(target, 0);
            }
        }

        @Override
        public void learn(Truths truths) {
            for (int c = 0; c < truths.steps.length; c++) {
                for (int h = 0; h < heads; h++) {
                    if (truths.ages[h] > 0) {
                        targets[(count - truths.ages[h]) * outputSize + c * heads
                                + h] = (float) truths.steps[c][h];
                    }
                }
            }
        }

        @Override
        public void restart() {}

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
