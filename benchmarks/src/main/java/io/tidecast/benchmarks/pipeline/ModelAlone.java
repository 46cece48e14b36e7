package io.tidecast.benchmarks.pipeline;

import com.sun.management.ThreadMXBean;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/// The forecasters of all series on the calling thread: no Kafka, no records, no state but theirs.
final class ModelAlone implements Contender {
    private static final int RECORDS_AT_ONCE = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final String name;
    private final Readings readings;
    private final Forecaster[] forecasters;
    private long number;

    ModelAlone(String name, ForecasterOptions options, Readings readings) {
        this.name = name;
        this.readings = readings;
        forecasters = new Forecaster[readings.series()];
        Arrays.setAll(forecasters, i -> new Forecaster(options));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Window run(Duration length, long mostRecords) {
        Window start = now();
        while (System.nanoTime() - start.nanos() < length.toNanos()) {
            for (int i = 0; i < RECORDS_AT_ONCE; i++) {
                var _ = forecasters[(int) (number % forecasters.length)]
                        .step(new Reading(readings.time(number), readings.value(number)));
                number++;
            }
        }
        return now().minus(start);
    }

    private Window now() {
        long cpu = threads.getCurrentThreadCpuTime();
        return new Window(number, System.nanoTime(), cpu, 0, cpu, 0, 0, 0,
                threads.getCurrentThreadAllocatedBytes());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
