package io.tidecast.benchmarks;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Outcome;
import io.tidecast.model.train.TruncatedBptt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One record of online learning: the forecast, then the update from the last K records; one series, nine inputs as the
/// forecaster has.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class TruncatedBpttBenchmark {
    private static final int INPUTS = 9;

    public enum KernelsName {
        SCALAR, FASTEST
    }

    public enum CellName {
        LSTM, GRU
    }

    @Param
    private KernelsName kernels = KernelsName.FASTEST;

    @Param
    private CellName cell = CellName.LSTM;

    /// H.
    @Param({"8", "32", "64"})
    private int hidden = 8;

    /// K, the k2 of truncated BPTT; k1 is 1.
    @Param({"4", "16"})
    private int window = 4;

    private final Wave wave = new Wave();
    private final float[] x = new float[INPUTS];
    private final float[] y = new float[1];
    private final float[] target = new float[1];
    @SuppressWarnings("NullAway.Init")
    private TruncatedBptt bptt;

    @Setup
    public void initialise() {
        var network = new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(newCell(), INPUTS, hidden), 1),
                kernels == KernelsName.SCALAR ? new ScalarKernels() : Kernels.fastest());
        network.initialise(1);
        bptt = new TruncatedBptt(network, new Huber(3), Adam.DEFAULT, 1, 1, window);
    }

    private Cell newCell() {
        return switch (cell) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
        };
    }

    @Benchmark
    public Outcome feedAndLearn() {
        for (int i = 0; i < INPUTS; i++) {
            x[i] = (float) wave.at(i);
        }
        bptt.feed(x, y);
        target[0] = (float) wave.next();
        return bptt.learn(target);
    }
}
