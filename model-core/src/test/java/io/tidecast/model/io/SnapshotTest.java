package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.TruncatedBptt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Saved states: those of today and those of the versions before, whole and damaged.
class SnapshotTest {
    /// A learner after ten records, saved by the code of version 1. Files of older versions stay; a new version adds one.
    private static final Path VERSION_1 = Path
            .of("src/test/resources/io/tidecast/model/learner-1.snapshot.bin");

    @Test
    void aSnapshotOfVersionOneGoesOnToday() throws Exception {
        byte[] saved = Files.readAllBytes(VERSION_1);
        var restored = learner(2);
        Snapshot.restore(saved, restored);
        assertArrayEquals(saved, Snapshot.of(restored));
        assertEquals(10, restored.gradientStep().updates());

        var fromTheBeginning = learner(1);
        learn(fromTheBeginning, 0, 10);
        // Not to the bit: the order of summation may change from version to version.
        assertArrayEquals(learn(fromTheBeginning, 10, 20), learn(restored, 10, 20), 1e-5f);
    }

    @Test
    void everyDamagedByteIsFoundAndTheStateStays() {
        var learner = learner(1);
        learn(learner, 0, 5);
        byte[] whole = Snapshot.of(learner);
        var other = learner(2);
        byte[] before = Snapshot.of(other);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            assertThrows(ModelFormatException.class, () -> Snapshot.restore(damaged, other), "byte " + i);
            byte[] cut = Arrays.copyOf(whole, i);
            assertThrows(ModelFormatException.class, () -> Snapshot.restore(cut, other), "cut to " + i);
        }
        assertArrayEquals(before, Snapshot.of(other));
    }

    @Test
    void aSnapshotOfAnotherShapeIsRefused() {
        byte[] bytes = Snapshot.of(learner(1));
        var network = new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(new Lstm(), 2, 4), 1), new ScalarKernels());
        var other = new TruncatedBptt(network, new Huber(1), Adam.DEFAULT, 1, 1, 3);
        var e = assertThrows(ModelFormatException.class, () -> Snapshot.restore(bytes, other));
        assertEquals(
                "the state must fit the object that takes it: java.lang.IllegalArgumentException: the buffer must have %d bytes, got %d"
                        .formatted(other.byteSize(), bytes.length - 16),
                e.getMessage());
    }

    static TruncatedBptt learner(long seed) {
        var network = new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(new Lstm(), 2, 3), 1), new ScalarKernels());
        network.initialise(seed);
        return new TruncatedBptt(network, new Huber(1), Adam.DEFAULT, 1, 1, 3);
    }

    static float[] learn(TruncatedBptt learner, int from, int to) {
        float[] forecasts = new float[to - from];
        float[] y = new float[1];
        for (int n = from; n < to; n++) {
            learner.feed(new float[]{n % 3 - 1, n % 5 - 2}, y);
            forecasts[n - from] = y[0];
            learner.learn(new float[]{n % 4});
        }
        return forecasts;
    }
}
