package io.tidecast.benchmarks;

import io.tidecast.model.train.Outcome;
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

/// One update and one step forward; see [Learner].
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class KernelsBenchmark {
    @Param
    private CellName cell = CellName.LSTM;

    @Param
    private KernelsName kernels = KernelsName.FASTEST;

    @Param("8")
    private int inputs = 8;

    @Param("32")
    private int hidden = 32;

    @Param("16")
    private int window = 16;

    @Param("1")
    private int batch = 1;

    @SuppressWarnings("NullAway.Init")
    private Learner learner;

    @Setup
    public void initialise() {
        learner = new Learner(new Shape(cell, inputs, hidden, window, batch), kernels.kernels());
        learner.warmUp();
    }

    @Benchmark
    public Outcome update() {
        return learner.update();
    }

    @Benchmark
    public float step() {
        return learner.step();
    }
}
