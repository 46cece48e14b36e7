package io.tidecast.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tidecast.topology.StreamsDefaults;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/// A topology on a broker, paused but for its turns: so it keeps its partitions and its live state between them.
final class StreamsContender implements Contender {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(10);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();
    private final String name;
    private final Pattern streamThreads;
    private final Pattern producerThreads;
    private final Broker broker;
    private final KafkaStreams streams;

    /// Where topologies run.
    ///
    /// @param bootstrapServers its address
    /// @param process          the broker's
    /// @param directory        for the state
    /// @param commitMillis     from one commit to the next
    record Broker(String bootstrapServers, ProcessHandle process, Path directory, int commitMillis) {
        long cpuNanos() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        }
    }

    /// Starts it, and pauses it when it has its partitions.
    ///
    /// @param properties over those that Tidecast recommends
    StreamsContender(String name, Topology topology, Broker broker, Map<String, Object> properties) {
        this.name = name;
        this.broker = broker;
        String id = name.replaceAll("[^A-Za-z0-9]+", "-");
        streamThreads = Pattern.compile(id + "-StreamThread-\\d+");
        producerThreads = Pattern.compile("kafka-producer-network-thread \\| " + id + "-.*");
        var all = new Properties();
        all.putAll(StreamsDefaults.properties());
        all.putAll(Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                StreamsConfig.APPLICATION_ID_CONFIG, id, StreamsConfig.CLIENT_ID_CONFIG, id,
                StreamsConfig.STATE_DIR_CONFIG, broker.directory().resolve("state").toString(),
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, broker.commitMillis()));
        all.putAll(properties);
        streams = new KafkaStreams(topology, all);
        streams.start();
        // Not before: tasks of a paused topology are not restored either.
        await(() -> streams.state() == KafkaStreams.State.RUNNING, "take its partitions");
        streams.pause();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Window run(Duration length, long mostRecords) {
        long before = records();
        streams.resume();
        await(() -> records() > before, "take a record");
        Window start = now();
        while (System.nanoTime() - start.nanos() < length.toNanos()
                && records() - start.records() < mostRecords) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        // They are counted in batches, and a short turn may be over before one is.
        await(() -> records() > start.records(), "take another record");
        Window end = now();
        streams.pause();
        // What is under way is committed before the next one's turn.
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        return end.minus(start);
    }

    /// Takes readings as they come, until it is closed.
    void open() {
        streams.resume();
    }

    private Window now() {
        long stream = 0;
        long producer = 0;
        long allocated = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && producerThreads.matcher(thread.getThreadName()).matches()) {
                producer += threads.getThreadCpuTime(thread.getThreadId());
            } else if (thread != null && streamThreads.matcher(thread.getThreadName()).matches()) {
                stream += threads.getThreadCpuTime(thread.getThreadId());
                allocated += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return new Window(records(), System.nanoTime(), stream, producer, process.getProcessCpuTime(),
                broker.cpuNanos(), Math.round(sum("stream-thread-metrics", "blocked-time-ns-total", "")),
                sum("producer-topic-metrics", "byte-total", "-changelog"), allocated);
    }

    private long records() {
        return Math.round(sum("stream-thread-metrics", "process-total", ""));
    }

    private double sum(String group, String metric, String topicSuffix) {
        double sum = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName id = entry.getKey();
            if (id.group().equals(group) && id.name().equals(metric)
                    && id.tags().getOrDefault("topic", "").endsWith(topicSuffix)
                    && entry.getValue().metricValue() instanceof Double value) {
                sum += value;
            }
        }
        return sum;
    }

    private void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || streams.state().hasCompletedShutdown()) {
                throw new IllegalStateException("%s must %s within %d s, and is %s".formatted(name, what,
                        PATIENCE.toSeconds(), streams.state()));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(30));
    }
}
