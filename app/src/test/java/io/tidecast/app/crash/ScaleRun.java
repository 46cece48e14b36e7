package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.SizePlan;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Resolved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Many series through a broker and instances in processes of their own: loaded, stopped and started again, restored from the changelogs.
final class ScaleRun {
    /// Series that have one more reading after a start, at most.
    static final int AFTER_A_START = 10_000;

    private static final long START = 1_767_225_600_000L;
    private static final long INTERVAL = 600_000;
    private static final String PREFIX = "sensor-";
    /// Of a difference of readings near 20, as floats.
    private static final double ROUNDING = 1e-5;
    private static final Duration STUCK = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final double MEGABYTE = 1e6;
    /// Of the broker and of RocksDB; indexes are files with holes.
    private static final Pattern DATA = Pattern.compile("\\d\\.(log|sst)$");

    private final ScaleSetup setup;
    private final Path directory;
    private final KillableBroker broker;
    private final Admin admin;
    private final StopSignal stop;
    private final List<KillableApplication> instances = new ArrayList<>();
    private long sent;
    private int row;

    private ScaleRun(ScaleSetup setup, Path directory, KillableBroker broker, Admin admin, StopSignal stop) {
        this.setup = setup;
        this.directory = directory;
        this.broker = broker;
        this.admin = admin;
        this.stop = stop;
    }

    /// With a broker of its own, of which nothing is left.
    static ScaleResult of(ScaleSetup setup, StopSignal stop) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("tidecast-scale");
        try (var broker = new KillableBroker(directory.resolve("broker"), stop);
                var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()));
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            cluster.create(TopicPlan.of(ForecastOptions.DEFAULT.topics().all().stream(), setup.partitions(),
                    null, null));
            var run = new ScaleRun(setup, directory, broker, admin, stop);
            try {
                return run.result();
            } finally {
                run.instances.forEach(KillableApplication::close);
            }
        } finally {
            delete(directory);
        }
    }

    private ScaleResult result() throws IOException, InterruptedException {
        ForecastOptions options = TidecastConfig.load(config(0), Map.of()).forecastOptions();
        double planned = setup.keys() / MEGABYTE
                * SizePlan.of(options, PREFIX.length() + 7).storeBytes();
        for (int i = 0; i < setup.readings(); i++) {
            send(setup.keys());
        }
        start();
        awaitRunning();
        long begun = System.nanoTime();
        long before = sent;
        awaitAnswered();
        double rate = before / seconds(begun);
        double memory = memory();
        ScaleResult.Start restart = again();
        memory = Math.max(memory, memory());
        stopAll();
        double topics = size(List.of(directory.resolve("broker"))) / MEGABYTE;
        stateDirectories().forEach(ScaleRun::delete);
        ScaleResult.Start restore = again();
        memory = Math.max(memory, memory());
        stopAll();
        return new ScaleResult(setup, planned, rate, memory, memory(broker.pid()), topics, restart, restore);
    }

    /// Starts it, and lets some series have a further reading.
    private ScaleResult.Start again() throws IOException, InterruptedException {
        stopAll();
        long begun = System.nanoTime();
        start();
        awaitRunning();
        double running = seconds(begun);
        int series = Math.min(AFTER_A_START, setup.keys());
        try (var forecasts = newestForecasts()) {
            send(series);
            awaitAnswered();
            double answered = seconds(begun);
            return new ScaleResult.Start(running, answered, series, withTheirPast(forecasts, series),
                    size(stateDirectories()) / MEGABYTE);
        }
    }

    private KafkaConsumer<byte[], byte[]> newestForecasts() {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor("forecasts").stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        return consumer;
    }

    /// How many of the forecasts of the newest reading know the one before it.
    private int withTheirPast(KafkaConsumer<byte[], byte[]> forecasts, int series) {
        RecordCodec<Forecast> codec = RecordCodec.forecasts(RecordFormat.JSON);
        int known = 0;
        int read = 0;
        while (read < series) {
            for (ConsumerRecord<byte[], byte[]> record : forecasts.poll(STUCK)) {
                read++;
                int i = Integer.parseInt(new String(record.key(), UTF_8).substring(PREFIX.length()));
                try {
                    Resolved resolved = codec.decode(record.value()).getResolved();
                    if (resolved != null && Math.abs(
                            resolved.getLastValueError()
                                    - (value(row - 1, i) - value(row - 2, i))) < ROUNDING) {
                        known++;
                    }
                } catch (BadRecordException e) {
                    throw new AssertionError("not a forecast: " + e.getMessage(), e);
                }
            }
        }
        return known;
    }

    private static double value(int row, int series) {
        return 20 + StrictMath.sin(row / 5.0 + series);
    }

    private Path config(int instance) throws IOException {
        Path config = directory.resolve("instance-%d.properties".formatted(instance));
        try (var out = Files.newBufferedWriter(config)) {
            properties(instance).store(out, null);
        }
        return config;
    }

    private Properties properties(int instance) {
        var properties = new Properties();
        properties.putAll(Map.of("bootstrap.servers", broker.bootstrapServers(), "web.port", "-1",
                "state.dir", state(instance).toString()));
        for (String setting : setup.settings()) {
            String[] parts = setting.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        return properties;
    }

    private Path state(int instance) {
        return directory.resolve("state-" + instance);
    }

    private List<Path> stateDirectories() {
        return Stream.iterate(0, i -> i + 1).limit(setup.instances()).map(this::state).toList();
    }

    private void start() throws IOException {
        for (int i = 0; i < setup.instances(); i++) {
            Files.createDirectories(state(i));
            instances.add(KillableApplication.withHeap(config(i),
                    directory.resolve("instance-%d.log".formatted(i)), setup.heap()));
        }
    }

    private void stopAll() throws InterruptedException {
        for (KillableApplication instance : instances) {
            instance.stop();
        }
        instances.clear();
    }

    private void awaitRunning() {
        for (KillableApplication instance : instances) {
            instance.awaitRunning(() -> stop.await(LOOK));
            instance.requireAlive();
        }
    }

    /// The next reading of the first so many series.
    private void send(int series) {
        long time = START + row * INTERVAL;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20,
                        "batch.size", 256 << 10, "compression.type", "lz4"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < series; i++) {
                var _ = producer.send(new ProducerRecord<>("readings", null, time,
                        (PREFIX + "%07d".formatted(i)).getBytes(UTF_8),
                        "{\"value\":%s}".formatted(value(row, i)).getBytes(UTF_8)));
            }
        }
        sent += series;
        row++;
    }

    /// Waits until every reading is answered and committed.
    private void awaitAnswered() throws InterruptedException {
        long last = System.nanoTime();
        long before = -1;
        long now = committed();
        while (now < sent) {
            instances.forEach(KillableApplication::requireAlive);
            if (now > before) {
                before = now;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > STUCK.toNanos()) {
                throw new AssertionError("%,d of %,d readings are answered, and no more for %d s: %s"
                        .formatted(now, sent, STUCK.toSeconds(), instances.getFirst().lastWords()));
            }
            stop.await(LOOK);
            now = committed();
        }
    }

    private long committed() throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets("tidecast").partitionsToOffsetAndMetadata().get().values()
                    .stream().mapToLong(offset -> offset == null ? 0 : offset.offset()).sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker does not say what is committed: " + e.getMessage(), e);
        }
    }

    /// The most that the instances have had in memory, MB; NaN where the system does not tell.
    private double memory() throws IOException {
        double sum = 0;
        for (KillableApplication instance : instances) {
            sum += memory(instance.pid());
        }
        return sum;
    }

    private static double memory(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024 / MEGABYTE)
                    .findFirst().orElse(Double.NaN);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long size(List<Path> roots) throws IOException {
        long bytes = 0;
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                bytes += files.filter(file -> DATA.matcher(file.toString()).find())
                        .mapToLong(file -> file.toFile().length()).sum();
            }
        }
        return bytes;
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }
}
