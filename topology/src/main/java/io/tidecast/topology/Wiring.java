package io.tidecast.topology;

import io.tidecast.model.forecast.Forecaster;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// Parts that tests replace, to see that they notice what must not happen.
///
/// @param stepping how a forecaster takes a reading
/// @param kept     what stands between the series and the store that every reading is kept in: the journal, or the snapshots where each
///                 reading is followed by one
record Wiring(Series.Stepping stepping, UnaryOperator<KeyValueStore<Bytes, byte[]>> kept) {
    static final Wiring DEFAULT = new Wiring(Forecaster::step, UnaryOperator.identity());
}
