package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Lstm;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Learning from mini-batches makes no object.
class BatchedBpttAllocationTest {
    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#withoutLibrary")
    void feedStageAndCommitDoNotAllocate(Kernels kernels) {
        var bptt = new BatchedBptt(BatchedBpttTest.network(new Lstm(), kernels), new MeanSquaredError(),
                new DescentOptions(Adam.DEFAULT), 3, 4);
        var sequence = bptt.newSequence(true);
        float[] x = new float[bptt.network().options().inputSize()];
        float[] y = new float[1];
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The virtual machine itself may allocate now and then, and vectors are objects until they are compiled.
        for (int n = 0; n < 3000 && least > 0; n++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int record = 0; record < 50; record++) {
                bptt.feed(sequence, x, y);
                sequence.setTarget(0, 0, 0.5f);
                bptt.stage(sequence);
                bptt.commit();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }
}
