package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// One way to forecast the next step of a series. Steps are in units of the series' recent RMS step, so that an expert needs
/// to know nothing of the series' unit; a step of 0 is the last value.
interface Expert {
    /// The step from the last value to the next reading; finite.
    double predict(Situation situation);

    /// Learns from the truth of the newest prediction.
    ///
    /// @param step the step that came; NaN: the truth did not come
    /// @throws ArithmeticException if the update is not finite
    void learn(double step);

    /// How far its updates go from now on; one without a learning rate takes no notice.
    default void setLearningRate(double rate) {}

    /// What it carries from reading to reading, copied.
    default RecurrentState state() {
        return RecurrentState.NONE;
    }

    /// Bytes that [#save] writes.
    int byteSize();

    /// Writes the state, little-endian.
    void save(ByteBuffer out);

    /// Reads what [#save] wrote.
    void load(ByteBuffer in);
}
