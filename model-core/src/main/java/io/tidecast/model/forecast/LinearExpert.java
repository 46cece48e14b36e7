package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Recursive least squares on the next step, from the last steps, the level, the seasonal profile and the calendar.
final class LinearExpert implements Expert {
    private static final int INPUTS = Situation.RECENT_STEPS + 1 + Situation.PROFILE_SLOTS
            + CalendarFeatures.COUNT + 1;
    private static final double FORGETTING = 0.9995;
    private static final double START_VARIANCE = 0.1;
    /// Before so many updates the weights are too uncertain to speak.
    private static final int SILENT_UPDATES = 50;

    private final RecursiveLeastSquares regression = new RecursiveLeastSquares(INPUTS, FORGETTING,
            START_VARIANCE);
    private final double[] inputs = new double[INPUTS];

    @Override
    public double predict(Situation situation) {
        int at = 0;
        for (double step : situation.steps) {
            inputs[at++] = step;
        }
        inputs[at++] = situation.level;
        for (double usual : situation.profile) {
            inputs[at++] = usual;
        }
        for (float phase : situation.calendar) {
            inputs[at++] = phase;
        }
        inputs[at] = 1;
        return regression.updates() < SILENT_UPDATES ? 0 : regression.predict(inputs);
    }

    @Override
    public void learn(double step) {
        if (!Double.isNaN(step)) {
            regression.learn(inputs, step);
        }
    }

    @Override
    public int byteSize() {
        return INPUTS * Double.BYTES + regression.byteSize();
    }

    @Override
    public void save(ByteBuffer out) {
        for (double input : inputs) {
            out.putDouble(input);
        }
        regression.save(out);
    }

    @Override
    public void load(ByteBuffer in) {
        for (int i = 0; i < INPUTS; i++) {
            inputs[i] = in.getDouble();
        }
        regression.load(in);
    }
}
