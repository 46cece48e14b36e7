package io.tidecast.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Feed;
import io.tidecast.app.kafka.Pace;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.connectors.fleet.FleetOptions;
import io.tidecast.connectors.fleet.SensorFleet;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// An embedded broker with topics, readings to send, and as many served pipelines as a test asks for.
final class Served implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(10);
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path directory;
    private final BrokerServer broker;
    private final String address;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.JSON);
    private final HttpClient client = HttpClient.newHttpClient();
    private int instances;

    Served(Path directory, int partitions) {
        this.directory = directory;
        BrokerPorts ports = BrokerPorts.free(0);
        broker = BrokerServer.start(directory.resolve("broker"), ports);
        address = BrokerServer.address(ports);
        TidecastConfig config = config(Map.of());
        try (var cluster = Cluster.connect(config.adminProperties())) {
            cluster.create(TopicPlan.of(config.forecastOptions().topics().all().stream(), partitions, null,
                    null));
        }
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", address), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private TidecastConfig config(Map<String, String> given) {
        var all = new HashMap<String, String>(Map.of("bootstrap.servers", address, "application.id", "web",
                "web.port", "0", "model.hidden.size", "4", "model.horizons", "3", "snapshot.every", "16",
                "state.dir", directory.resolve("state-" + instances).toString()));
        all.putAll(given);
        return TidecastConfig.load(null, all);
    }

    void createTopic(String name, int partitions) {
        try (var cluster = Cluster.connect(config(Map.of()).adminProperties())) {
            cluster.create(TopicPlan.of(Stream.of(name), partitions, null, null));
        }
    }

    /// Starts an instance and waits until it runs and answers.
    ServedPipeline start(Map<String, String> given) throws IOException, InterruptedException {
        instances++;
        TidecastConfig config = config(given);
        var served = ServedPipeline.start(config.forecastOptions(), config.webOptions(),
                config.streamsProperties(), config.consumerProperties());
        await("the pipeline runs", () -> {
            served.requireHealthy();
            return served.pipeline().isRunning();
        });
        // Whoever asks before the server is up waits in the socket's queue.
        get(served, "/health/live");
        return served;
    }

    /// Sends readings of a wave, with a step that is hard to foresee now and then.
    void send(List<String> keys, int from, int to) {
        for (int i = from; i < to; i++) {
            for (String key : keys) {
                double wave = Math.sin(i * 2 * Math.PI / 24 + key.length());
                double jump = i % 37 == 36 ? 5 : 0;
                send(key, i, 20 + 3 * wave + jump);
            }
        }
        producer.flush();
    }

    void send(String key, int number, double value) {
        var reading = new Reading(time(number), value, Map.of(), Map.of(), Map.of());
        var _ = producer.send(new ProducerRecord<>("readings", key.getBytes(UTF_8), codec.encode(reading)));
    }

    /// Sends a reading of several fields.
    void send(String key, int number, Map<String, Double> values) {
        var reading = new Reading(time(number), null, values, Map.of(), Map.of());
        var _ = producer.send(new ProducerRecord<>("readings", key.getBytes(UTF_8), codec.encode(reading)));
        producer.flush();
    }

    void send(String key, Instant time, double value) {
        var reading = new Reading(time, value, Map.of(), Map.of(), Map.of());
        var _ = producer.send(new ProducerRecord<>("readings", key.getBytes(UTF_8), codec.encode(reading)));
        producer.flush();
    }

    /// Sends all of a simulated fleet, and waits until it is answered.
    void sendFleet(ServedPipeline served, FleetOptions options) throws InterruptedException {
        TidecastConfig config = config(Map.of());
        try (var stop = StopSignal.listen();
                var source = new SensorFleet(options);
                var feed = Feed.start(source, "readings", codec, Pace.MAX, stop,
                        config.producerProperties())) {
            await("the fleet is answered", () -> {
                feed.requireHealthy();
                return feed.finished() && answered(served) >= feed.fed();
            });
        }
    }

    private long answered(ServedPipeline served) {
        try {
            return get(served, "/metrics").body().lines()
                    .filter(line -> line.startsWith("tidecast_readings_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Sends what is no reading.
    void sendGarbage(String key, int count) {
        for (int i = 0; i < count; i++) {
            var _ = producer.send(new ProducerRecord<>("readings", key.getBytes(UTF_8), "{".getBytes(UTF_8)));
        }
        producer.flush();
    }

    /// Sends a tombstone.
    void forget(String key) {
        delete("readings", key);
    }

    /// Sends a record without a value.
    void delete(String topic, String key) {
        var _ = producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), null));
        producer.flush();
    }

    static Instant time(int number) {
        return START.plus(INTERVAL.multipliedBy(number));
    }

    /// Waits until a series has so many readings.
    void awaitReadings(ServedPipeline served, String key, long readings) throws InterruptedException {
        await(key + " has " + readings + " readings", () -> {
            served.requireHealthy();
            return served.pipeline().live().find(key).map(state -> state.readings() >= readings)
                    .orElse(false);
        });
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// Asks until the answer is as it should be. Meanwhile the instance may say "not now".
    void await(String what, ServedPipeline served, String path, Predicate<JsonNode> condition,
            String... headers) throws InterruptedException {
        await(what, () -> {
            try {
                HttpResponse<String> answer = get(served, path, headers);
                if (answer.statusCode() == 503) {
                    return false;
                }
                if (answer.statusCode() != 200) {
                    throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
                }
                return condition.test(JSON.readTree(answer.body()));
            } catch (IOException e) {
                throw new AssertionError(path, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    static String path(String key) {
        return "/keys/" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
    }

    HttpResponse<String> get(ServedPipeline served, String path, String... headers)
            throws IOException, InterruptedException {
        return send(served, HttpRequest.newBuilder(uri(served, path)).GET(), headers);
    }

    HttpResponse<String> post(ServedPipeline served, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(served,
                HttpRequest.newBuilder(uri(served, path)).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                headers);
    }

    HttpResponse<String> send(ServedPipeline served, HttpRequest.Builder request, String... headers)
            throws IOException, InterruptedException {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    /// The lines of an answer as they come.
    Stream<String> stream(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofLines()).body();
    }

    String bootstrapServers() {
        return address;
    }

    static URI uri(ServedPipeline served, String path) {
        String base = served.address().orElseThrow();
        return URI.create(base.substring(0, base.length() - 1) + path);
    }

    /// An answer; asks again while the instance says "not now".
    JsonNode json(ServedPipeline served, String path) throws InterruptedException {
        var answer = new AtomicReference<JsonNode>();
        await(path + " is answered", served, path, content -> {
            answer.set(content);
            return true;
        });
        return answer.get();
    }

    @Override
    public void close() {
        client.close();
        producer.close();
        broker.close();
    }
}
