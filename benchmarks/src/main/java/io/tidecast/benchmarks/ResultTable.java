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
    private static final String ROW = "%-18s %-58s %10s %10s %10s %7s %6s %6s%n";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Collection<RunResult> results;
    private final double widestPeak;
    private final double kernelsPeak;

    ResultTable(Collection<RunResult> results) {
        this.results = results;
        widestPeak = peak(".widest", FmaPeakBenchmark.widestOperations());
        kernelsPeak = peak(".kernels", FmaPeakBenchmark.kernelsOperations());
    }

    /// Operations in a microsecond.
    private double peak(String method, double operations) {
        return results.stream().filter(
                result -> result.getParams().getBenchmark()
                        .equals(FmaPeakBenchmark.class.getName() + method))
                .mapToDouble(result -> operations / cpu(result).getMin()).max().orElse(Double.NaN);
    }

    void print(PrintStream out) {
        out.printf(ROW, "benchmark", "of", "median us", "least", "most", "GFLOP/s", "peak", "bytes");
        for (RunResult result : results) {
            Statistics cpu = cpu(result);
            double rate = operations(result.getParams()) / cpu.getPercentile(50);
            out.printf(ROW, name(result.getParams()), parameters(result.getParams()),
                    "%.2f".formatted(cpu.getPercentile(50)), "%.2f".formatted(cpu.getMin()),
                    "%.2f".formatted(cpu.getMax()), rate == 0 ? "" : "%.1f".formatted(rate / 1e3),
                    rate == 0 ? "" : "%.2f".formatted(rate / widestPeak),
                    "%.0f".formatted(secondary(result, ALLOCATED).getScore()));
        }
        out.printf(
                "Times are CPU time of the benchmark's thread. Peak: share of %.0f GFLOP/s, fused multiply-adds with the widest"
                        + " vectors; with vectors of 8 floats, as the kernels use, it is %.0f.%n",
                widestPeak / 1e3,
                kernelsPeak / 1e3);
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
            case "FmaPeak.widest" -> FmaPeakBenchmark.widestOperations();
            case "FmaPeak.kernels" -> FmaPeakBenchmark.kernelsOperations();
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
