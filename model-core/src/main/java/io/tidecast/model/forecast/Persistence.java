package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Nothing changes: the next reading is the last value. Also known as the naive forecast.
final class Persistence implements Expert {
    @Override
    public double predict(Situation situation) {
        return 0;
    }

    @Override
    public void learn(double step) {}

    @Override
    public int byteSize() {
        return 0;
    }

    @Override
    public void save(ByteBuffer out) {}

    @Override
    public void load(ByteBuffer in) {}
}
