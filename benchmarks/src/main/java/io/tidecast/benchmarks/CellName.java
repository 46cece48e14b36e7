package io.tidecast.benchmarks;

import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;

/// The cells that are measured.
public enum CellName {
    LSTM, GRU;

    Cell cell() {
        return switch (this) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
        };
    }
}
