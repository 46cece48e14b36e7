package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.nn.GateSaturation;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One way to forecast a series. Steps are changes from the last value in units of the target's recent RMS change over so many
/// steps, so that an expert needs to know nothing of units; a step of 0 is the last value.
interface Expert {
    /// A step begins. What an earlier one has left that failed is forgotten.
    default void begin() {}

    /// Forecasts from the newest reading, which it sees here for the first and only time.
    ///
    /// @param steps receives the steps from the last value, `[C][H]`; NaN: it has nothing to say yet
    void predict(Situation situation, double[][] steps);

    /// Says anew what it forecasts of the next step, as if the inputs known ahead had been others.
    ///
    /// @param situation of which the inputs ahead alone are given
    /// @param steps     what it has said of each target, `[C]`; receives what it says now
    /// @throws IllegalArgumentException if it cannot
    default void suppose(Situation situation, double[] steps) {}

    /// Learns from what has become of earlier predictions; called before the next [#predict], if there is any truth.
    ///
    /// @throws ArithmeticException if the update is not finite; it has not been made then
    void learn(Truths truths);

    /// Begins again from the last good state.
    void restart();

    /// The step has come to its end: what it means for other series too happens now, since nothing can fail it any more.
    ///
    /// @return why the weights had to begin again; null: they had not
    default @Nullable String commit() {
        return null;
    }

    /// The errors have become larger than they were.
    default void drifted(DriftResponse response) {}

    /// How far its updates go from now on; one without a learning rate takes no notice.
    default void setLearningRate(double rate) {}

    /// What it carries from reading to reading, copied.
    default RecurrentState state() {
        return RecurrentState.NONE;
    }

    /// The newest update of its network.
    default NetworkUpdate lastUpdate() {
        return NetworkUpdate.NONE;
    }

    /// What the inputs of its window have contributed to its forecast of a target's next step, `[window][I]`; empty: it has no network.
    default float[] contributions(int target) {
        return new float[0];
    }

    /// What the gates of its network do over its window; empty: it has no network.
    default List<GateSaturation> gateSaturation() {
        return List.of();
    }

    /// Bytes that [#save] writes now.
    int byteSize();

    /// Writes the state, little-endian.
    void save(ByteBuffer out);

    /// Reads what [#save] wrote.
    void load(ByteBuffer in);
}
