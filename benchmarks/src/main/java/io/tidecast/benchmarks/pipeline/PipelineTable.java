package io.tidecast.benchmarks.pipeline;

import io.tidecast.benchmarks.Machine;
import io.tidecast.benchmarks.pipeline.Measurements.Spread;
import java.io.PrintStream;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// The results as lines for a person.
///
/// @param series       how many
/// @param commitMillis from one commit to the next
/// @param ratios       that have a target
/// @param latency      at half load; empty: not measured
/// @param profile      of the stream threads; empty: not measured
record PipelineTable(int series, int commitMillis, Measurements measurements, List<Ratio> ratios,
        List<Latency> latency, List<Profile.Shares> profile, Machine machine) {
    private static final String ROW = "%-24s %10s %21s %8s %8s %8s %8s %8s %10s %10s%n";

    /// A ratio and what it should be.
    ///
    /// @param target at least
    record Ratio(String contender, String over, double target) {}

    void print(PrintStream out) {
        out.printf("%,d series, exactly_once_v2, commits every %d ms, one stream thread%n", series,
                commitMillis);
        out.printf(ROW, "", "records/s", "least .. most", "stream", "waits", "producer", "process",
                "broker", "changelog", "allocated");
        for (String name : measurements.windows().keySet()) {
            Spread rate = measurements.of(name, Window::recordsPerSecond);
            out.printf(ROW, name, "%,.0f".formatted(rate.median()),
                    "%,.0f .. %,.0f".formatted(rate.least(), rate.most()), micros(name, Window::streamNanos),
                    micros(name, Window::blockedNanos), micros(name, Window::producerNanos),
                    micros(name, Window::processNanos),
                    micros(name, Window::brokerNanos), bytes(name, Window::changelogBytes),
                    bytes(name, Window::allocatedBytes));
        }
        out.println(
                """
                        CPU time in us and bytes, each by record, medians over the rounds. Stream: the thread that takes the records; waits: of that \
                        thread for the
                        broker, by the clock; process: all of its threads; changelog: as sent, compressed; allocated: by the stream thread.
                        """);
        for (Ratio ratio : ratios) {
            Spread spread = measurements.ratio(ratio.contender(), ratio.over());
            out.printf("%-24s over %-24s %5.2f  (%.2f .. %.2f)  target %.2f%n", ratio.contender(),
                    ratio.over(),
                    spread.median(), spread.least(), spread.most(), ratio.target());
        }
        for (Latency half : latency) {
            out.printf("%-24s at half load, %,.0f records/s: p50 %.0f ms, p99 %.0f ms  target 400 ms%n",
                    half.contender(), half.recordsPerSecond(), half.p50Millis(), half.p99Millis());
        }
        for (Profile.Shares shares : profile) {
            out.printf("%s, %,d samples%n", shares.thread(), shares.all());
            for (Profile.Part part : Profile.Part.values()) {
                if (shares.samples().containsKey(part)) {
                    out.printf("    %-34s %3.0f %%%n", part.title(), 100 * shares.of(part));
                }
            }
        }
        out.println(machine);
    }

    private String micros(String name, ToLongFunction<Window> nanos) {
        return "%.2f".formatted(
                measurements.of(name, window -> window.perRecord((double) nanos.applyAsLong(window)) / 1e3)
                        .median());
    }

    private String bytes(String name, ToDoubleFunction<Window> total) {
        return "%,.0f".formatted(
                measurements.of(name, window -> window.perRecord(total.applyAsDouble(window))).median());
    }
}
