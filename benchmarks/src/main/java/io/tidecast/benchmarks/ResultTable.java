package io.tidecast.benchmarks;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/// One line for each benchmark: its CPU time, its share of what the core can do, and the bytes it allocates.
final class ResultTable {
    private static final String ROW = "%-18s %-66s %10s %10s %10s %7s %6s %6s%n";
    private static final String PEAK = "FmaPeak.peak";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Collection<RunResult> results;
    /// Operations in a microsecond.
    private final double peak;

    ResultTable(Collection<RunResult> results) {
        this.results = results;
        peak = results.stream().filter(result -> name(result.getParams()).equals(PEAK))
                .mapToDouble(result -> FmaPeakBenchmark.operations() / cpu(result).getMin()).max()
                .orElse(Double.NaN);
    }

    void print(PrintStream out) {
        out.printf(ROW, "benchmark", "of", "median us", "least", "most", "GFLOP/s", "peak", "bytes");
        for (RunResult result : results) {
            Statistics cpu = cpu(result);
            double rate = operations(result.getParams()) / cpu.getPercentile(50);
            out.printf(ROW, name(result.getParams()), parameters(result.getParams()),
                    "%.2f".formatted(cpu.getPercentile(50)), "%.2f".formatted(cpu.getMin()),
                    "%.2f".formatted(cpu.getMax()), rate == 0 ? "" : "%.1f".formatted(rate / 1e3),
                    rate == 0 ? "" : "%.2f".formatted(rate / peak),
                    "%.0f".formatted(secondary(result, ALLOCATED).getScore()));
        }
        out.printf(
                "Times are CPU time of the benchmark's thread. Peak: share of %.0f GFLOP/s, fused multiply-adds of one core.%n",
                peak / 1e3);
    }

    private static Statistics cpu(RunResult result) {
        return secondary(result, CpuTimeProfiler.LABEL).getStatistics();
    }

    private static Result<?> secondary(RunResult result, String label) {
        return Objects.requireNonNull(result.getSecondaryResults().get(label), label);
    }

    private static double operations(BenchmarkParams params) {
        return switch (name(params)) {
            case "Kernels.update" ->
                new Shape(CellName.valueOf(params.getParam("cell")), number(params, "inputs"),
                        number(params, "hidden"), number(params, "window"), number(params, "batch"))
                        .updateOperations();
            case PEAK -> FmaPeakBenchmark.operations();
            default -> 0;
        };
    }

    private static int number(BenchmarkParams params, String name) {
        return Integer.parseInt(params.getParam(name));
    }

    private static String name(BenchmarkParams params) {
        List<String> parts = List.of(params.getBenchmark().split("\\.", -1));
        return parts.get(parts.size() - 2).replace("Benchmark", "") + "." + parts.getLast();
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream().map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }
}
