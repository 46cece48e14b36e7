package io.tidecast.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The benchmarks that `benchmarks/run` knows by name.
enum Suite {
    /// The mathematics without Kafka.
    KERNELS(TruncatedBpttBenchmark.class, ForecasterBenchmark.class);

    private final String pattern;

    Suite(Class<?>... benchmarks) {
        pattern = Arrays.stream(benchmarks).map(benchmark -> Pattern.quote(benchmark.getName() + "."))
                .collect(Collectors.joining("|"));
    }

    static Optional<Suite> named(String name) {
        return Arrays.stream(values()).filter(suite -> suite.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /// A regular expression that finds the names of the suite's benchmarks.
    String pattern() {
        return pattern;
    }
}
