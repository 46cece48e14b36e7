package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.DeadLetter;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.StreamsDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Bad records of many kinds among good ones, through a real broker and the real topology: every good reading is forecast as if it
/// were alone, every bad one is a dead letter and counted, and no thread dies.
final class GarbageBenchmark {
    private static final int SERIES = 40;
    private static final int GOOD_ONE_IN = 50;
    private static final int MOST_AHEAD = 50_000;
    private static final Duration STUCK = Duration.ofMinutes(4);
    private static final List<String> ANSWERS = List.of("forecasts", "readings-dlq", "forecast-events");

    private final ForecastOptions options = ForecastOptions.DEFAULT.withForecaster(
            ForecasterOptions.DEFAULT.withExperts(ExpertKind.PERSISTENCE, ExpertKind.RLS));
    private final GarbageRecords garbage;
    private final long records;
    private final Forecaster[] alone = new Forecaster[SERIES];
    private final Map<String, Double> expected = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final RecordCodec<io.tidecast.v1.Forecast> codec = RecordCodec.forecasts(RecordFormat.JSON);
    private long good;
    private long forecasts;
    private long wrong;
    private long others;

    private GarbageBenchmark(long seed, long records) {
        garbage = new GarbageRecords(seed);
        this.records = records;
        for (int i = 0; i < SERIES; i++) {
            alone[i] = new Forecaster(options.forecaster());
        }
    }

    /// Exit code 0: all as it must be; 1: something is not.
    public static void main(String[] arguments) throws IOException {
        long records = 1_000_000;
        long seed = 1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--records" -> records = Long.parseLong(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException(
                        "options are --records and --seed, got " + arguments[i]);
            }
        }
        System.exit(new GarbageBenchmark(seed, records).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        Path directory = Files.createTempDirectory("tidecast-garbage");
        try (var stop = StopSignal.listen();
                var broker = BrokerProcess.start(directory.resolve("broker"), 0, stop)) {
            try (var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                cluster.create(
                        TopicPlan.of(options.topics().all().stream(), SeededReadings.PARTITIONS, null, null));
            }
            var properties = new HashMap<>(StreamsDefaults.properties());
            properties.putAll(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "application.id", "garbage",
                            "state.dir", directory.resolve("state").toString()));
            try (var pipeline = Pipeline.start(options, properties);
                    var reader = new LogReader(broker.bootstrapServers(), IsolationLevel.READ_COMMITTED,
                            ANSWERS);
                    var producer = new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(),
                                    "linger.ms", 20,
                                    "batch.size", 256 << 10, "max.in.flight.requests.per.connection", 1),
                            new ByteArraySerializer(), new ByteArraySerializer())) {
                feed(producer, reader, pipeline);
                return report(pipeline);
            }
        }
    }

    private void feed(KafkaProducer<byte[], byte[]> producer, LogReader reader, Pipeline pipeline) {
        long bad = 0;
        long start = System.nanoTime();
        while (bad < records || answered() < bad + good) {
            while (bad < records && bad + good - answered() < MOST_AHEAD) {
                var _ = producer.send(garbage.next());
                if (++bad % GOOD_ONE_IN == 0) {
                    var _ = producer.send(good());
                }
            }
            long before = answered();
            reader.poll(this::take);
            pipeline.requireHealthy();
            if (answered() > before) {
                start = System.nanoTime();
            } else if (System.nanoTime() - start > STUCK.toNanos()) {
                throw new AssertionError(
                        "%d of %d records are answered, and no more for %d s".formatted(before,
                                bad + good, STUCK.toSeconds()));
            }
        }
    }

    private long answered() {
        return forecasts + others + reasons.values().stream().mapToLong(Long::longValue).sum();
    }

    private ProducerRecord<byte[], byte[]> good() {
        int series = (int) (good % SERIES);
        long time = GarbageRecords.START + 60_000 * (1 + good++ / SERIES);
        double value = StrictMath.sin(time / 1e7) + series;
        Forecast forecast = alone[series].step(new Reading(time, value));
        if (forecast != null) {
            expected.put("good-%d@%d".formatted(series, time), forecast.value());
        }
        return new ProducerRecord<>("readings", null, time, "good-%d".formatted(series).getBytes(UTF_8),
                "{\"value\":%s}".formatted(value).getBytes(UTF_8));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var reason = record.headers().lastHeader(DeadLetter.REASON);
        if (reason != null) {
            reasons.merge(new String(reason.value(), UTF_8), 1L, Long::sum);
        } else if (record.topic().equals("forecasts")) {
            forecasts++;
            check(record);
        } else {
            others++;
        }
    }

    private void check(ConsumerRecord<byte[], byte[]> record) {
        try {
            Double value = expected.remove(new String(record.key(), UTF_8) + "@" + record.timestamp());
            if (value == null || value != codec.decode(record.value()).getValue()) {
                wrong++;
            }
        } catch (BadRecordException e) {
            wrong++;
        }
    }

    private boolean report(Pipeline pipeline) {
        var counted = new TreeMap<String, Long>();
        var failed = new AtomicInteger();
        pipeline.metrics().forEach((name, metric) -> {
            if (name.group().equals("tidecast-metrics") && name.name().equals("dead-letters-total")) {
                long count = Math.round((Double) metric.metricValue());
                if (count > 0) {
                    counted.merge(String.valueOf(name.tags().get("reason")), count, Long::sum);
                }
            }
            if (name.name().equals("failed-stream-threads")) {
                failed.set(((Number) metric.metricValue()).intValue());
            }
        });
        System.out.printf("garbage: %,d bad records of %d kinds, %,d good readings%n", records,
                GarbageRecords.KINDS,
                good);
        System.out.printf("forecasts %,d, of them not as if alone %d; good readings without forecast %d%n",
                forecasts,
                wrong, expected.size());
        System.out.printf("dead letters %s%ncounters     %s%nevents %d; threads that died %d%n", reasons,
                counted,
                others, failed.get());
        boolean isGood = wrong == 0 && expected.isEmpty() && forecasts == good && others == 0
                && reasons.equals(counted) && failed.get() == 0;
        System.out.println(isGood ? "ok" : "BAD");
        return isGood;
    }
}
