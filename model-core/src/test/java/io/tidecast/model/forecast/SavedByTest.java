package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// States that other kernels have saved.
class SavedByTest {
    private static final Logger LOGGER = Logger.getLogger(SavedBy.class.getName());

    /// Keeps what is logged.
    private static final class Kept extends Handler {
        final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord logged) {
            records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aStateOfOtherKernelsGoesOnAndThatIsSaidOnce() {
        var forecaster = new Forecaster(ForecasterOptions.DEFAULT);
        for (int n = 0; n < 20; n++) {
            forecaster.step(new Reading(n * 600_000L, n % 7));
        }
        byte[] ours = state(forecaster);
        int number = Kernels.fastest().number();
        assertEquals(number, ByteBuffer.wrap(ours).order(ByteOrder.LITTLE_ENDIAN).getShort(2));

        var kept = new Kept();
        LOGGER.addHandler(kept);
        try {
            assertArrayEquals(ours, state(restored(ours, number)));
            assertArrayEquals(ours, state(restored(ours, 0)));
            assertEquals(List.of(), kept.records);
            assertArrayEquals(ours, state(restored(ours, 77)));
            assertArrayEquals(ours, state(restored(ours, 78)));
        } finally {
            LOGGER.removeHandler(kept);
        }
        assertEquals(1, kept.records.size());
        assertTrue(kept.records.getFirst().getMessage().contains("not with the bits"));
    }

    private static Forecaster restored(byte[] state, int number) {
        var bytes = ByteBuffer.wrap(state.clone()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(2, (short) number);
        var forecaster = new Forecaster(ForecasterOptions.DEFAULT);
        forecaster.load(bytes);
        return forecaster;
    }

    private static byte[] state(Forecaster forecaster) {
        var bytes = ByteBuffer.allocate(forecaster.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        forecaster.save(bytes);
        return bytes.array();
    }
}
