package io.tidecast.topology;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.Reading;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The topology with a fault built in, for the negative controls of the crash harness: what the harness is there to see, it must see.
public enum Sabotage {
    /// One write in 200 to the journal is left out; where there are snapshots alone, one in 3, since the series' next one makes up for it.
    SKIPPED_WRITE {
        @Override
        Wiring wiring() {
            return new Wiring(Forecaster::step, Sabotage::forgetful);
        }
    },
    /// The wall clock gets into the readings.
    WALL_CLOCK {
        @Override
        Wiring wiring() {
            return new Wiring(Sabotage::stepByTheWallClock, UnaryOperator.identity());
        }
    };

    private static final int SKIPPED_JOURNAL = 200;
    private static final int SKIPPED_SNAPSHOT = 3;

    abstract Wiring wiring();

    /// The topology with the fault.
    public Topology topology(ForecastOptions options) {
        return ForecastTopology.addTo(new Topology(), options, new LiveForecasters(), wiring());
    }

    private static @Nullable Forecast stepByTheWallClock(Forecaster forecaster, Reading reading) {
        double value = reading.value() + System.currentTimeMillis() % 1_000 * 1e-9;
        return forecaster.step(new Reading(reading.time(), value));
    }

    @SuppressWarnings("unchecked")
    private static KeyValueStore<Bytes, byte[]> forgetful(KeyValueStore<Bytes, byte[]> store) {
        var writes = new AtomicLong();
        int every = store.name().equals(ForecastTopology.JOURNAL_STORE) ? SKIPPED_JOURNAL : SKIPPED_SNAPSHOT;
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(Sabotage.class.getClassLoader(),
                new Class<?>[]{KeyValueStore.class}, (_, method, arguments) -> {
                    boolean skipped = method.getName().equals("put")
                            && writes.incrementAndGet() % every == 0;
                    return skipped ? null : method.invoke(store, arguments);
                });
    }
}
