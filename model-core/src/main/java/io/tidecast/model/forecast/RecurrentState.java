package io.tidecast.model.forecast;

import io.tidecast.model.nn.RecurrentNetwork;
import java.util.Arrays;

/// What a series' network carries from reading to reading.
///
/// @param hidden `h`, `[layers * H]`, the first layer first
/// @param cell   `c`, `[layers * H]`; empty: the cell has none
@SuppressWarnings("ArrayRecordComponent") // A copy for whoever asks; compared nowhere.
public record RecurrentState(float[] hidden, float[] cell) {
    static final RecurrentState NONE = new RecurrentState(new float[0], new float[0]);

    /// @param state of one row, in the layout of [RecurrentStack][io.tidecast.model.nn.RecurrentStack]
    static RecurrentState of(RecurrentNetwork network, float[] state) {
        var recurrent = network.options().recurrent();
        int hidden = recurrent.layers() * recurrent.stateSize();
        return new RecurrentState(Arrays.copyOf(state, hidden),
                Arrays.copyOfRange(state, hidden, state.length));
    }
}
