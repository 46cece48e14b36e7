package io.tidecast.app.plan;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.topology.StateSize;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/// How fast this machine learns and forecasts.
///
/// @param readingsPerSecond of processor time, on one core
/// @param processorShare    processor time of the measurement by the time that it took; what is missing to 1 went to other work
/// @param settled           whether the speed stood still before the time was up
public record ModelSpeed(double readingsPerSecond, double processorShare, boolean settled) {
    private static final double LEAST_SHARE = 0.8;
    /// Of processor time.
    private static final long ROUND_NANOS = Duration.ofMillis(500).toNanos();
    /// On an idle machine it is done in a few seconds, on one that gave it a fifth of a core it took 25 (2026-11-30).
    private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();
    private static final double TOLERANCE = 0.1;
    /// Readings from one look at the clocks to the next, so that the looks cost nothing beside them.
    private static final int READINGS_BETWEEN_LOOKS = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    /// What a round has measured.
    ///
    /// @param processorNanos processor time
    /// @param compilerNanos  that the compiler took meanwhile
    record Round(long readings, long processorNanos, long nanos, long compilerNanos) {
        private double speed() {
            return readings * 1e9 / processorNanos;
        }

        /// Two rounds before the compiler has begun agree as well, and are a thousand times too slow: so it must be done.
        private boolean confirms(Round before) {
            return Math.abs(speed() - before.speed()) <= TOLERANCE * Math.max(speed(), before.speed())
                    && compilerNanos <= TOLERANCE * nanos;
        }
    }

    /// Measures for some seconds.
    public static ModelSpeed measure(ForecasterOptions options) {
        return settled(most -> round(StateSize.series(options), most));
    }

    /// Goes on until a round confirms the one before, or until there is no time for another one.
    ///
    /// @param rounds measure, for at most so many nanoseconds
    static ModelSpeed settled(LongFunction<Round> rounds) {
        Round before;
        Round last = rounds.apply(MOST_NANOS);
        long spent = last.nanos();
        do {
            before = last;
            last = rounds.apply(MOST_NANOS - spent);
            spent += last.nanos();
        } while (!last.confirms(before) && spent + ROUND_NANOS <= MOST_NANOS);
        double processorNanos = (double) before.processorNanos() + last.processorNanos();
        return new ModelSpeed((before.readings() + last.readings()) * 1e9 / processorNanos,
                processorNanos / (before.nanos() + last.nanos()), last.confirms(before));
    }

    private static Round round(Runnable reading, long most) {
        long start = System.nanoTime();
        long processorStart = THREADS.getCurrentThreadCpuTime();
        long compilerStart = COMPILER.getTotalCompilationTime();
        long readings = 0;
        long processor;
        long nanos;
        do {
            for (int i = 0; i < READINGS_BETWEEN_LOOKS; i++) {
                reading.run();
            }
            readings += READINGS_BETWEEN_LOOKS;
            processor = THREADS.getCurrentThreadCpuTime() - processorStart;
            nanos = System.nanoTime() - start;
        } while (processor < ROUND_NANOS && nanos < most);
        return new Round(readings, processor, nanos,
                Duration.ofMillis(COMPILER.getTotalCompilationTime() - compilerStart).toNanos());
    }

    /// Why the figure may be too small, in words; empty: it may not.
    Optional<String> doubt() {
        String reason = settled
                ? "only %.0f %% of a core was there for the measurement, the rest went to other work"
                        .formatted(100 * processorShare)
                : "Java was still compiling it after %d s, as it is on a busy machine"
                        .formatted(Duration.ofNanos(MOST_NANOS).toSeconds());
        return settled && processorShare >= LEAST_SHARE
                ? Optional.empty()
                : Optional.of(
                        "The model may be faster than was measured, and fewer instances do: %s. Plan once more when the machine is idle."
                                .formatted(reason));
    }
}
