package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Stands in until the network is there: nothing changes.
final class RecurrentExpert {
    RecurrentExpert(ForecasterOptions options) {
        if (options.hiddenSize() < 1) {
            throw new IllegalArgumentException();
        }
    }

    double predict(double lastValue, double change, Scaler scaler, long stepsSinceValue, long targetTime) {
        return 0;
    }

    void learn(double actual) {}

    long updates() {
        return 0;
    }

    int byteSize() {
        return 0;
    }

    void save(ByteBuffer out) {}

    void load(ByteBuffer in) {}
}
