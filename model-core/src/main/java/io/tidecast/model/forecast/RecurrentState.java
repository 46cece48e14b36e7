package io.tidecast.model.forecast;

/// What a series' network carries from reading to reading.
///
/// @param hidden `h`, `[layers * H]`, the first layer first
/// @param cell   `c`, `[layers * H]`; empty: the cell has none
@SuppressWarnings("ArrayRecordComponent") // A copy for whoever asks; compared nowhere.
public record RecurrentState(float[] hidden, float[] cell) {
    static final RecurrentState NONE = new RecurrentState(new float[0], new float[0]);
}
