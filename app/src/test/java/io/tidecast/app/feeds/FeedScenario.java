package io.tidecast.app.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Answer;
import io.tidecast.app.kafka.AnswerTail;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// What a pipeline does with feeds, on whatever broker it is given.
///
/// @param address    of the broker
/// @param directory  for the pipelines' state
/// @param registry   schema registry; [RegistryOptions#NONE]: its format is left out
record FeedScenario(String address, Path directory, RegistryOptions registry) {
    private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    List<RecordFormat> formats() {
        return Stream.of(RecordFormat.values())
                .filter(format -> format != RecordFormat.AVRO_CONFLUENT || registry.isGiven()).toList();
    }

    /// A good record and one that is none: a forecast in one of the output formats, and a dead letter.
    void aRecordOfTheFormatIsAnsweredAndWhatDoesNotMapIsADeadLetter(RecordFormat format) throws Exception {
        TidecastConfig config = config(format.name().toLowerCase(Locale.ROOT), Map.of("readings.format",
                format.name().toLowerCase(Locale.ROOT).replace('_', '-'), "forecasts.format",
                format == RecordFormat.AVRO_CONFLUENT
                        ? "avro-confluent"
                        : format == RecordFormat.AVRO ? "avro" : "json",
                "schema.registry.url", registry.url()));
        ForecastOptions options = config.forecastOptions();
        try (var pipeline = Pipeline.start(options, config.streamsProperties())) {
            send(options.readingsTopic(), List.of(payload(format, options.readingsTopic(), TEN, 1.5),
                    new byte[]{(byte) 0xff, 1, 2}));
            List<Answer> answers = answers(config, 2);
            pipeline.requireHealthy();
            Answer.Issued issued = answers.stream().filter(Answer.Issued.class::isInstance)
                    .map(Answer.Issued.class::cast).findFirst().orElseThrow();
            assertEquals(1.5, issued.forecast().getActual());
            assertEquals(format == RecordFormat.LINE_PROTOCOL ? "weather/value" : "k",
                    issued.forecast().getKey());
            assertEquals(List.of(new Answer.SetAside("k", "bad-bytes")),
                    answers.stream().filter(Answer.SetAside.class::isInstance).toList());
        }
    }

    /// The broker goes down and comes back between two halves of a feed: each reading is answered, and once.
    void aRestartOfTheBrokerLosesNothing(AutoCloseable restart) throws Exception {
        TidecastConfig config = config("restart", Map.of("readings.format", "json"));
        ForecastOptions options = config.forecastOptions();
        try (var pipeline = Pipeline.start(options, config.streamsProperties())) {
            send(options.readingsTopic(), readings(0, 20));
            answers(config, 20);
            restart.close();
            send(options.readingsTopic(), readings(20, 40));
            List<Answer> answers = answers(config, 40);
            pipeline.requireHealthy();
            var offsets = new TreeSet<Long>();
            answers.forEach(
                    answer -> offsets.add(((Answer.Issued) answer).forecast().getSource().getOffset()));
            assertEquals(40, offsets.size());
        }
    }

    private List<byte[]> readings(int from, int to) {
        var readings = new ArrayList<byte[]>();
        for (int i = from; i < to; i++) {
            readings.add(payload(RecordFormat.JSON, "", TEN.plusSeconds(600L * i), i % 5));
        }
        return readings;
    }

    private byte[] payload(RecordFormat format, String topic, Instant time, double value) {
        return switch (format) {
            case JSON, AVRO, AVRO_CONFLUENT -> RecordCodec.readings(format, registry, topic)
                    .encode(new Reading(time, value, Map.of(), Map.of(), Map.of()));
            case LINE_PROTOCOL ->
                "weather value=%s %d000000".formatted(value, time.toEpochMilli()).getBytes(UTF_8);
            case CSV -> "%s,%s".formatted(time, value).getBytes(UTF_8);
            case NUMBER -> Double.toString(value).getBytes(UTF_8);
        };
    }

    private TidecastConfig config(String name, Map<String, String> given) {
        var all = new HashMap<>(given);
        all.putAll(Map.of("bootstrap.servers", address, "application.id", "feed-" + name, "state.dir",
                directory.resolve(name).toString(), "readings.topic", name + "-in", "forecasts.topic",
                name + "-out",
                "dead.letters.topic", name + "-dead", "model.hidden.size", "4"));
        TidecastConfig config = TidecastConfig.load(null, all);
        try (var cluster = Cluster.connect(config.adminProperties())) {
            cluster.create(
                    TopicPlan.of(Stream.of(name + "-in", name + "-out", name + "-dead"), 1, null, null));
        }
        return config;
    }

    private void send(String topic, List<byte[]> values) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", address, "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(
                        new ProducerRecord<>(topic, null, TEN.toEpochMilli(), "k".getBytes(UTF_8), value))
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static List<Answer> answers(TidecastConfig config, int expected) {
        var answers = new ArrayList<Answer>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var tail = new AnswerTail(config.forecastOptions(), config.consumerProperties())) {
            while (answers.size() < expected && System.nanoTime() < deadline) {
                answers.addAll(tail.poll(Duration.ofMillis(200)));
            }
        }
        assertEquals(expected, answers.size(), answers.toString());
        return answers;
    }
}
