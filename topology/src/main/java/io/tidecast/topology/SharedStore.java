package io.tidecast.topology;

import io.tidecast.model.forecast.SharedNetwork;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.io.Snapshot;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// The weights that the series of one task share, in their store: one entry for weights and moments, put when a mini-batch has moved
/// them, and one for each sample that waits for its mini-batch, put with the reading that brought it. A sample of an earlier mini-batch
/// stays until it is overwritten, and says itself that it is one.
///
/// The store is cached: of the weights, only the last before a commit go to the changelog.
final class SharedStore {
    private static final Bytes WEIGHTS = Bytes.wrap(new byte[]{0});

    private final KeyValueStore<Bytes, byte[]> store;
    private final SharedNetwork network;
    private long revision;
    private int samples;

    /// @param store empty, or with the weights that `network` takes over
    SharedStore(KeyValueStore<Bytes, byte[]> store, SharedNetwork network) {
        this.store = store;
        this.network = network;
        if (store.get(WEIGHTS) == null) {
            store.put(WEIGHTS, Snapshot.of(network.weights()));
        }
        revert();
    }

    /// Takes the network back to what was kept last.
    void revert() {
        restore(store, network);
        revision = network.revision();
        samples = network.samples();
    }

    /// The network as a store has it.
    ///
    /// @param store null: the series share nothing that learns
    /// @return null: they share nothing
    static @Nullable SharedNetwork read(@Nullable ReadOnlyKeyValueStore<Bytes, byte[]> store,
            ForecastOptions options) {
        SharedNetwork network = SharedNetwork.of(options.forecaster());
        if (store != null && network != null) {
            restore(store, network);
        }
        return network;
    }

    private static void restore(ReadOnlyKeyValueStore<Bytes, byte[]> store, SharedNetwork network) {
        byte[] weights = store.get(WEIGHTS);
        if (weights != null) {
            restore(weights, network.weights());
        }
        boolean waits = true;
        for (int slot = 0; waits; slot++) {
            byte[] sample = store.get(sampleKey(slot));
            int before = network.samples();
            if (sample != null) {
                restore(sample, network.sample(slot));
            }
            waits = network.samples() > before;
        }
    }

    private static void restore(byte[] saved, Saveable part) {
        try {
            Snapshot.restore(saved, part);
        } catch (ModelFormatException e) {
            throw new IncompatibleStateException("the shared weights cannot be used: " + e.getMessage(), e);
        }
    }

    /// Puts what a step has changed.
    void keep() {
        if (network.revision() != revision) {
            store.put(WEIGHTS, Snapshot.of(network.weights()));
            revision = network.revision();
        }
        for (int slot = Math.min(samples, network.samples()); slot < network.samples(); slot++) {
            store.put(sampleKey(slot), Snapshot.of(network.sample(slot)));
        }
        samples = network.samples();
    }

    private static Bytes sampleKey(int slot) {
        return Bytes.wrap(ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 1).putInt(slot).array());
    }
}
