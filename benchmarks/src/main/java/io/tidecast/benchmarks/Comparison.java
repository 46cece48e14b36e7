package io.tidecast.benchmarks;

import io.tidecast.model.kernel.Kernels;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tidecast and a peer in one process, in turns: the medians of their CPU times, and how many times longer the peer's is.
public final class Comparison {
    /// The shapes of the targets (docs/performance.md) and some between them.
    public static final List<Shape> SHAPES = List.of(new Shape(CellName.LSTM, 4, 8, 16, 1),
            new Shape(CellName.LSTM, 4, 32, 16, 1), new Shape(CellName.LSTM, 4, 64, 16, 1),
            new Shape(CellName.LSTM, 4, 128, 16, 1), new Shape(CellName.LSTM, 4, 32, 16, 32),
            new Shape(CellName.LSTM, 4, 64, 16, 32), new Shape(CellName.LSTM, 4, 128, 16, 32),
            new Shape(CellName.GRU, 4, 32, 16, 1), new Shape(CellName.GRU, 4, 64, 16, 1),
            new Shape(CellName.GRU, 4, 64, 16, 32));

    private static final String ROW = "%-28s %-8s %12s %12s %9s %21s%n";
    private static final int SLICES = 9;
    private static final long SLICE_NANOS = 60_000_000;
    private static final long WARM_UP_NANOS = 400_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Peer peer;
    private final PrintStream out;
    private final JsonReport report;

    public Comparison(Peer peer, PrintStream out) {
        this.peer = peer;
        this.out = out;
        report = new JsonReport(peer.name());
    }

    /// Compares and prints a line for each.
    public void run(List<Shape> shapes) throws IOException {
        Machine machine = Machine.here();
        out.printf("Tidecast and %s, one thread, CPU time in us, median of %d slices in turns%n", peer.name(),
                SLICES);
        out.printf(ROW, "shape", "what", "Tidecast", "peer", "ratio", "least and most ratio");
        for (Shape shape : shapes) {
            var learner = new Learner(shape, Kernels.fastest());
            learner.warmUp();
            compare(shape, "update", learner::update, peer.update(shape));
            compare(shape, "step", learner::step, peer.step(shape));
        }
        out.println(machine);
        report.write(machine);
    }

    private void compare(Shape shape, String what, Runnable ours, @Nullable Runnable theirs) {
        if (theirs == null) {
            return;
        }
        time(ours, WARM_UP_NANOS);
        time(theirs, WARM_UP_NANOS);
        double[] us = new double[SLICES];
        double[] them = new double[SLICES];
        double[] ratio = new double[SLICES];
        for (int i = 0; i < SLICES; i++) {
            us[i] = time(ours, SLICE_NANOS);
            them[i] = time(theirs, SLICE_NANOS);
            ratio[i] = them[i] / us[i];
        }
        Arrays.sort(ratio);
        out.printf(ROW, shape, what, "%.2f".formatted(median(us)), "%.2f".formatted(median(them)),
                "%.1f".formatted(median(ratio)), "%.1f .. %.1f".formatted(ratio[0], ratio[SLICES - 1]));
        report.add("shape", shape.toString(), "what", what, "tidecastMicros", median(us), "peerMicros",
                median(them), "ratio", median(ratio), "leastRatio", ratio[0], "mostRatio", ratio[SLICES - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// Microseconds of CPU time for one call. The clock is read seldom, because that takes a third of a microsecond itself.
    private double time(Runnable work, long nanos) {
        long start = threads.getCurrentThreadCpuTime();
        long spent = 0;
        int calls = 0;
        for (int next = 1; spent < nanos; next = spent < nanos / 20 ? 2 * next : next) {
            for (int n = 0; n < next; n++) {
                work.run();
            }
            calls += next;
            spent = threads.getCurrentThreadCpuTime() - start;
        }
        return spent / 1e3 / calls;
    }
}
