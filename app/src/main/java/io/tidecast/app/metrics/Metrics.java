package io.tidecast.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.topology.ForecastObserver;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The metrics of one instance: Tidecast's own, those of Kafka Streams and its clients, and those of the JVM.
public final class Metrics implements AutoCloseable {
    /// The same counts as ours, by task and with a start at each rebalance.
    private static final String COUNTED_ALREADY = "kafka.tidecast.";
    private static final String NO_VALUE = " NaN";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ForecastMeters meters;
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private @Nullable KafkaStreamsMetrics kafka;

    public Metrics() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith(COUNTED_ALREADY));
        meters = new ForecastMeters(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// For the pipeline to tell what it does.
    public ForecastObserver observer() {
        return meters;
    }

    /// Adds what there is to read off a running pipeline.
    public void watch(Pipeline pipeline) {
        gauge("tidecast.running", pipeline, p -> p.isRunning() ? 1 : 0,
                "1: the pipeline has its partitions and reads; 0: it does not.");
        gauge("tidecast.live.series", pipeline, p -> p.live().occupancy().series(),
                "Live forecasters on the heap.");
        gauge("tidecast.live.bytes", pipeline, p -> p.live().occupancy().bytes(),
                "Heap that the live forecasters take, bytes.");
        gauge("tidecast.lag.records", pipeline, Pipeline::lag,
                "Readings of the partitions of this instance that are still to be read.");
        gauge("tidecast.restore.remaining.records", pipeline, p -> p.restore().remaining(),
                "Changelog records that are still to be restored.");
        kafka = new KafkaStreamsMetrics(pipeline.streams());
        kafka.bindTo(registry);
    }

    /// Everything in Prometheus' text format, without the samples that have no value: some of Kafka's have none most of the time.
    public String scrape() {
        return registry.scrape().lines().filter(line -> !line.endsWith(NO_VALUE))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        garbage.close();
        registry.close();
    }

    private void gauge(String name, Pipeline pipeline, ToDoubleFunction<Pipeline> value, String help) {
        Gauge.builder(name, pipeline, value).description(help).register(registry);
    }
}
