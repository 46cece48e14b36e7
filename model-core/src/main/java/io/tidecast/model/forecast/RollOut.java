package io.tidecast.model.forecast;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;

/// A network with an output for the next step alone looks further ahead: it is fed its own forecasts, so that from the second step on what
/// it saw last is what it has just forecast.
final class RollOut {
    private final RecurrentNetwork network;
    private final NetworkTape tape;
    private final float[] x;

    RollOut(RecurrentNetwork network) {
        this.network = network;
        tape = network.newTape(1, 1);
        x = new float[network.options().inputSize()];
    }

    /// The outputs as steps of each target and horizon that there is an output for.
    ///
    /// @param y     `[C·heads]`
    /// @param steps receives them, `[C][H]`
    static void spread(float[] y, int heads, double[][] steps) {
        for (int c = 0; c < steps.length; c++) {
            for (int h = 0; h < heads; h++) {
                steps[c][h] = y[c * heads + h];
            }
        }
    }

    /// Fills in the steps of the horizons from the second on.
    ///
    /// @param state after the newest reading, `[stateSize(1)]`; overwritten
    /// @param steps of all targets, `[C][H]`, those of the first horizon given
    void extend(Situation situation, float[] state, double[][] steps) {
        for (int h = 1; h < situation.horizons; h++) {
            ForecastNetwork.writeAhead(situation, h, steps, x);
            network.forward(x, 0, 1, state, 0, tape);
            tape.copyState(1, state, 0);
            for (int c = 0; c < steps.length; c++) {
                double[] scales = situation.targets[c].scales;
                double change = steps[c][h - 1] * scales[h - 1] + tape.output()[c] * scales[0];
                steps[c][h] = scales[h] > 0 ? change / scales[h] : 0;
            }
        }
    }
}
