package io.tidecast.model.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/// Damages files at random and feeds them to a reader, which may refuse them in one way only.
public final class HostileFiles {
    /// Reads one file.
    public interface Reader {
        Object read(byte[] file) throws ModelFormatException;
    }

    /// What reading may allocate: a little for any file, and then in proportion to its real length.
    private static final long BYTES = 1 << 20;
    private static final long BYTES_PER_BYTE = 400;

    private final Reader reader;
    private final long seed;
    private final Random random;

    public HostileFiles(Reader reader, long seed) {
        this.reader = reader;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /// Every truncation of the file, then `rounds` random damages.
    ///
    /// @return how many of all these were refused
    public int attack(byte[] file, int rounds) {
        int refused = 0;
        for (int length = 0; length < file.length; length++) {
            refused += refuses(Arrays.copyOf(file, length)) ? 1 : 0;
        }
        for (int i = 0; i < rounds; i++) {
            refused += refuses(damaged(file)) ? 1 : 0;
        }
        return refused;
    }

    private byte[] damaged(byte[] file) {
        byte[] damaged = file.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                // Digits of JSON, and lengths in a protobuf varint.
                case 2 -> Arrays.fill(damaged, at, Math.min(at + 1 + random.nextInt(9), damaged.length),
                        (byte) '9');
                default -> Arrays.fill(damaged, at, Math.min(at + 1 + random.nextInt(9), damaged.length),
                        (byte) 0xff);
            }
        }
        return damaged;
    }

    private boolean refuses(byte[] file) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reader.read(file);
        } catch (ModelFormatException expected) {
            refused = true;
        } catch (RuntimeException | Error unexpected) {
            throw new AssertionError("seed " + seed + ", file " + Arrays.toString(file), unexpected);
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                allocated <= BYTES + BYTES_PER_BYTE * file.length,
                () -> "%d bytes allocated for a file of %d; seed %d"
                        .formatted(allocated, file.length, seed));
        return refused;
    }
}
