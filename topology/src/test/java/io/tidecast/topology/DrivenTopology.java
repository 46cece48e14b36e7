package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology in a test driver; every answer to a record as a line of text.
final class DrivenTopology implements AutoCloseable {
    final LiveForecasters live = new LiveForecasters();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> readings;
    private final List<TestOutputTopic<byte[], byte[]>> outputs = new ArrayList<>();
    private final RecordCodec<Forecast> forecasts;
    private final RecordCodec<Event> events;

    DrivenTopology(ForecastOptions options, Path stateDirectory) {
        this(options, stateDirectory, Wiring.DEFAULT);
    }

    DrivenTopology(ForecastOptions options, Path stateDirectory, Wiring wiring) {
        var properties = new Properties();
        properties.putAll(StreamsDefaults.properties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(ForecastTopology.addTo(new Topology(), options, live, wiring),
                properties);
        readings = driver.createInputTopic(options.readingsTopic(), new ByteArraySerializer(),
                new ByteArraySerializer());
        for (String topic : List.of(options.forecastsTopic(), options.deadLettersTopic(),
                options.eventsTopic())) {
            outputs.add(driver.createOutputTopic(topic, new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()));
        }
        forecasts = RecordCodec.forecasts(options.forecastsFormat());
        events = RecordCodec.events(options.forecastsFormat());
    }

    /// A value of a series.
    List<String> send(String key, long time, double value) {
        return send(key.getBytes(UTF_8), "{\"value\":%s}".formatted(value).getBytes(UTF_8), time);
    }

    /// A control record.
    List<String> control(String key, long time, String header) {
        var headers = new RecordHeaders();
        headers.add(Control.HEADER, header.getBytes(UTF_8));
        return send(key.getBytes(UTF_8), null, time, headers);
    }

    List<String> send(byte @Nullable [] key, byte @Nullable [] value, long time) {
        return send(key, value, time, new RecordHeaders());
    }

    /// What came of the record: `forecast KEY VALUE [LOWER, UPPER] UPDATES`, `dead-letter REASON`, `event KIND KEY DETAIL`.
    List<String> send(byte @Nullable [] key, byte @Nullable [] value, long time, Headers headers) {
        readings.pipeInput(new TestRecord<>(key, value, headers, time));
        return records().stream().map(this::text).toList();
    }

    /// The records that have come out since the last call.
    List<TestRecord<byte[], byte[]>> records() {
        return outputs.stream().flatMap(output -> output.readRecordsToList().stream()).toList();
    }

    /// What has been written to the changelog of a store.
    List<TestRecord<byte[], byte[]>> changelog(String store) {
        return driver.createOutputTopic("test-" + store + "-changelog", new ByteArrayDeserializer(),
                new ByteArrayDeserializer()).readRecordsToList();
    }

    /// Sends without reading what comes of it.
    void pipe(TestRecord<byte[], byte[]> record) {
        readings.pipeInput(record);
    }

    /// A counter of the topology; 0 when there is none.
    double count(String name, String tag) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(Tally.GROUP)
                        && metric.getKey().name().equals(name)
                        && (tag.isEmpty() || metric.getKey().tags().containsValue(tag)))
                .mapToDouble(metric -> (Double) metric.getValue().metricValue()).sum();
    }

    private String text(TestRecord<byte[], byte[]> record) {
        var reason = record.headers().lastHeader(DeadLetter.REASON);
        if (reason != null) {
            return "dead-letter " + new String(reason.value(), UTF_8);
        }
        try {
            String json = new String(record.value(), UTF_8);
            if (json.contains("\"kind\"")) {
                Event event = events.decode(record.value());
                return "event %s %s %s".formatted(event.getKind(), event.getKey(), event.getDetail()).strip();
            }
            Forecast forecast = forecasts.decode(record.value());
            return "forecast %s %s [%s, %s] %d".formatted(forecast.getKey(), forecast.getValue(),
                    forecast.getLower(), forecast.getUpper(), forecast.getUpdates());
        } catch (BadRecordException e) {
            throw new AssertionError("neither dead letter nor event nor forecast", e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
