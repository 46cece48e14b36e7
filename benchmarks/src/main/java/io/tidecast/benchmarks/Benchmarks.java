package io.tidecast.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/// Runs a suite of benchmarks: JMH's progress on standard error, one line for each benchmark on standard output.
public final class Benchmarks {
    private static final String ROW = "%-24s %-32s %10s %10s %10s %5s  %s%n";

    private Benchmarks() {}

    /// Runs and prints.
    ///
    /// @param args the suite, and optionally the file for JMH's JSON
    public static void main(String[] args) throws RunnerException {
        Suite suite = Suite.named(args[0])
                .orElseThrow(() -> new IllegalArgumentException("no benchmarks named " + args[0]));
        var options = new OptionsBuilder().jvmArgsAppend("--add-modules", "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC");
        options.include(suite.pattern());
        if (args.length > 1) {
            toJson(options, args[1]);
        }
        Machine machine = Machine.here();
        print(new Runner(options.build(),
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run());
        System.out.println(machine);
    }

    private static void toJson(ChainedOptionsBuilder options, String file) {
        options.resultFormat(ResultFormatType.JSON).result(file);
    }

    private static void print(Collection<RunResult> results) {
        System.out.printf(ROW, "benchmark", "of", "median", "least", "most", "n", "unit");
        for (RunResult result : results) {
            Result<?> score = result.getPrimaryResult();
            Statistics values = score.getStatistics();
            System.out.printf(ROW, name(result.getParams()), parameters(result.getParams()),
                    microseconds(values.getPercentile(50)),
                    microseconds(values.getMin()), microseconds(values.getMax()), values.getN(),
                    score.getScoreUnit());
        }
    }

    private static String name(BenchmarkParams params) {
        List<String> parts = new ArrayList<>(List.of(params.getBenchmark().split("\\.", -1)));
        return parts.get(parts.size() - 2).replace("Benchmark", "") + "." + parts.getLast();
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream().map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }

    private static String microseconds(double value) {
        return "%.2f".formatted(value);
    }
}
