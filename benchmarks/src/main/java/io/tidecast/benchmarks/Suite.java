package io.tidecast.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Benchmarks that `benchmarks/run` knows by one name.
///
/// @param runs calls of JMH, one after the other
record Suite(String name, List<Run> runs) {
    private static final List<String> FASTEST = List.of("FASTEST");
    private static final List<String> EVERY = List.of("SCALAR", "FASTEST", "NATIVE");
    private static final List<String> LSTM = List.of("LSTM");
    private static final List<String> CELLS = List.of("LSTM", "GRU");
    private static final List<String> SIZES = List.of("8", "16", "32", "64", "128");
    private static final List<String> BATCHES = List.of("1", "8", "32", "128");
    private static final Run PEAK = new Run(FmaPeakBenchmark.class, "peak", Map.of());
    private static final Run FORECASTER = new Run(ForecasterBenchmark.class, "step", Map.of());

    /// The mathematics without Kafka: every implementation, every size. A step does not know windows.
    private static final Suite KERNELS = new Suite("kernels", List.of(
            PEAK,
            new Run(KernelsBenchmark.class, "update",
                    Map.of("kernels", EVERY, "cell", CELLS, "inputs",
                            List.of("1", "8"), "hidden", SIZES, "window", List.of("4", "16", "32"), "batch",
                            BATCHES)),
            new Run(KernelsBenchmark.class, "step",
                    Map.of("kernels", EVERY, "cell", CELLS, "inputs",
                            List.of("1", "8"), "hidden", SIZES, "batch", BATCHES)),
            FORECASTER));

    /// The rows of the targets in docs/performance.md, and what they are held against.
    private static final Suite QUICK = new Suite("kernels-quick", List.of(
            PEAK,
            new Run(KernelsBenchmark.class, "update",
                    Map.of("kernels", FASTEST, "cell", CELLS, "hidden", List.of("8", "32", "64", "128"),
                            "batch", List.of("1", "32"))),
            new Run(KernelsBenchmark.class, "update",
                    Map.of("kernels", List.of("FASTEST", "NATIVE"), "cell", LSTM, "hidden", List.of("128"),
                            "batch", List.of("128"))),
            new Run(KernelsBenchmark.class, "update",
                    Map.of("kernels", List.of("NATIVE"), "cell", LSTM, "hidden", List.of("128"), "batch",
                            List.of("32"))),
            new Run(KernelsBenchmark.class, "update",
                    Map.of("kernels", List.of("SCALAR"), "cell", LSTM)),
            new Run(KernelsBenchmark.class, "step",
                    Map.of("kernels", FASTEST, "cell", CELLS, "hidden", List.of("32", "64"))),
            FORECASTER));

    Suite {
        runs = List.copyOf(runs);
    }

    /// One call of JMH.
    ///
    /// @param parameters values that take the place of the benchmark's own
    record Run(Class<?> benchmark, String method, Map<String, List<String>> parameters) {
        Run {
            parameters = Map.copyOf(parameters);
        }

        /// As the table has it, such as `Kernels.update`.
        String name() {
            return benchmark.getSimpleName().replace("Benchmark", "") + "." + method;
        }

        /// A regular expression that finds the benchmark's method.
        String pattern() {
            return Pattern.quote(benchmark.getName() + "." + method) + "$";
        }
    }

    /// The runs of this name, all if it is empty.
    List<Run> runs(String name) {
        return runs.stream().filter(run -> name.isEmpty() || run.name().equals(name)).toList();
    }

    static Optional<Suite> named(String name) {
        return List.of(KERNELS, QUICK).stream().filter(suite -> suite.name().equals(name)).findFirst();
    }
}
