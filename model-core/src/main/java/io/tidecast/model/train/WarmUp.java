package io.tidecast.model.train;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// Lets the compiler see the arithmetic of a network before the first record that counts. Until it has, a record takes 400 times as
/// long, because every vector is an object.
public final class WarmUp {
    private static final int RECORDS_AT_ONCE = 100;
    private static final int MOST_RECORDS = 20_000;

    private WarmUp() {}

    /// Learns from made-up records until a hundred in a row have made no object.
    ///
    /// @param disposable of the shape to be used later; thrown away after this
    /// @return the number of records that it took, about 4000 the first time, or the most that were to be tried
    public static int run(TruncatedBptt disposable) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] x = new float[disposable.network().options().inputSize()];
        float[] y = new float[disposable.network().options().outputSize()];
        float[] target = new float[disposable.gradientStep().targetSize()];
        int records = 0;
        long allocated;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int n = 0; n < RECORDS_AT_ONCE; n++) {
                disposable.feed(x, y);
                Arrays.fill(target, n % 2);
                disposable.learn(target);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            records += RECORDS_AT_ONCE;
        } while (allocated > 0 && records < MOST_RECORDS);
        return records;
    }
}
