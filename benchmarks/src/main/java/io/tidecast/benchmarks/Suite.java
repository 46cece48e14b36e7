package io.tidecast.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Benchmarks that `benchmarks/run` knows by one name.
///
/// @param runs calls of JMH, one after the other
record Suite(String name, List<Run> runs) {
    private static final List<String> SIZES = List.of("8", "16", "32", "64", "128");

    /// The mathematics without Kafka. Not every combination of every size: all sizes and batches at one window, then windows and inputs
    /// where a series learns alone.
    private static final Suite KERNELS = new Suite("kernels", List.of(
            new Run(FmaPeakBenchmark.class, Map.of()),
            new Run(KernelsBenchmark.class,
                    Map.of("kernels", List.of("FASTEST"), "hidden", SIZES, "batch",
                            List.of("1", "8", "32", "128"))),
            new Run(KernelsBenchmark.class, Map.of("kernels", List.of("SCALAR"), "hidden", SIZES)),
            new Run(KernelsBenchmark.class,
                    Map.of("kernels", List.of("FASTEST"), "inputs", List.of("1", "8"), "window",
                            List.of("4", "32"))),
            new Run(ForecasterBenchmark.class, Map.of())));

    Suite {
        runs = List.copyOf(runs);
    }

    /// One call of JMH.
    ///
    /// @param parameters values that take the place of the benchmark's own
    record Run(Class<?> benchmark, Map<String, List<String>> parameters) {
        Run {
            parameters = Map.copyOf(parameters);
        }

        /// A regular expression that finds the benchmark's methods.
        String pattern() {
            return Pattern.quote(benchmark.getName() + ".");
        }
    }

    static Optional<Suite> named(String name) {
        return Optional.of(KERNELS).filter(suite -> suite.name().equals(name));
    }
}
