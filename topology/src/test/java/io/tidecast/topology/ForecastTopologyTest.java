package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTopologyTest {
    private static final ForecasterOptions SMALL = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4));

    @TempDir
    private java.nio.file.Path stateDir;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private final class Pipeline {
        final TestInputTopic<byte[], byte[]> readings;
        final TestOutputTopic<byte[], byte[]> forecasts;
        final TestOutputTopic<byte[], byte[]> deadLetters;
        final RecordCodec<io.tidecast.v1.Reading> readingCodec;
        final RecordCodec<io.tidecast.v1.Forecast> forecastCodec;

        Pipeline(ForecastOptions options) {
            var properties = new Properties();
            properties.putAll(StreamsDefaults.properties());
            properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
            properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
            properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
            var driver = new TopologyTestDriver(ForecastTopology.build(options), properties);
            open.add(driver);
            readings = driver.createInputTopic(options.readingsTopic(), new ByteArraySerializer(),
                    new ByteArraySerializer());
            forecasts = driver.createOutputTopic(options.forecastsTopic(), new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            deadLetters = driver.createOutputTopic(options.deadLettersTopic(), new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            readingCodec = RecordCodec.readings(options.readingsFormat());
            forecastCodec = RecordCodec.forecasts(options.forecastsFormat());
        }

        void send(String key, Reading reading) {
            var record = new io.tidecast.v1.Reading(Instant.ofEpochMilli(reading.time()),
                    reading.isMissing() ? null : reading.value(), Map.of(), Map.of(), Map.of());
            readings.pipeInput(key.getBytes(UTF_8), readingCodec.encode(record), reading.time());
        }

        io.tidecast.v1.Forecast forecast() throws BadRecordException {
            return forecastCodec.decode(forecasts.readValue());
        }
    }

    private static ForecastOptions options(RecordFormat format, int snapshotEvery, long liveBytes) {
        return ForecastOptions.DEFAULT.withTopics(new ForecastTopics("in", "out", "dead", "events"))
                .withFormats(format, format).withForecaster(SMALL)
                .withState(StateOptions.DEFAULT.withSnapshotEvery(snapshotEvery).withLiveBytes(liveBytes));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, JSON", "2, 0, AVRO", "7, 0, AVRO", "64, 0, AVRO", "64, 268435456, JSON"})
    void forecastsAreThoseOfTheForecastersDrivenDirectly(int snapshotEvery, long liveBytes,
            RecordFormat format)
            throws BadRecordException {
        // With liveBytes = 0 one forecaster lives at a time, so every second reading rebuilds its series from the stores.
        var pipeline = new Pipeline(
                options(format, snapshotEvery, liveBytes));
        Map<String, Forecaster> direct = new HashMap<>();
        List<Reading> first = SampleSeries.of(11, 300);
        List<Reading> second = SampleSeries.of(12, 300);
        for (int i = 0; i < first.size(); i++) {
            for (var entry : List.of(Map.entry("a", first.get(i)), Map.entry("b", second.get(i)))) {
                pipeline.send(entry.getKey(), entry.getValue());
                Forecast expected = direct.computeIfAbsent(entry.getKey(), key -> new Forecaster(SMALL))
                        .step(entry.getValue());
                assertSameForecast(expected, pipeline);
            }
        }
        assertTrue(pipeline.forecasts.isEmpty());
        assertTrue(pipeline.deadLetters.getQueueSize() < 5);
    }

    private static void assertSameForecast(@Nullable Forecast expected, Pipeline pipeline)
            throws BadRecordException {
        if (expected == null) {
            assertTrue(pipeline.forecasts.isEmpty());
            return;
        }
        io.tidecast.v1.Forecast actual = pipeline.forecast();
        assertEquals(expected.value(), actual.getValue());
        assertEquals(expected.lower(), actual.getLower());
        assertEquals(expected.upper(), actual.getUpper());
        assertEquals(expected.targetTime(), actual.getTargetTime().toEpochMilli());
        assertEquals(expected.updates(), actual.getUpdates());
        assertEquals(expected.status().name(), actual.getStatus().name());
    }

    @Test
    void aForecastExplainsItself() throws BadRecordException {
        var pipeline = new Pipeline(ForecastOptions.DEFAULT);
        pipeline.send("boiler-7/temperature", new Reading(SampleSeries.START, 20));
        TestRecord<byte[], byte[]> first = pipeline.forecasts.readRecord();
        assertArrayEquals("boiler-7/temperature".getBytes(UTF_8), first.key());
        assertEquals(SampleSeries.START, first.timestamp());
        pipeline.send("boiler-7/temperature", new Reading(SampleSeries.START + SampleSeries.STEP, 21));
        io.tidecast.v1.Forecast forecast = pipeline.forecast();
        assertEquals("boiler-7/temperature", forecast.getKey());
        assertEquals(Instant.ofEpochMilli(SampleSeries.START + SampleSeries.STEP), forecast.getIssuedAt());
        assertEquals(Instant.ofEpochMilli(SampleSeries.START + 2 * SampleSeries.STEP),
                forecast.getTargetTime());
        assertEquals(21.0, forecast.getActual());
        assertNotNull(forecast.getResolved());
        assertEquals(1.0, forecast.getResolved().getLastValueError());
        assertEquals("persistence+rls+lstm-h32-k4", forecast.getModel());
        assertEquals(new io.tidecast.v1.Source("readings", 0, 1L), forecast.getSource());
    }

    @Test
    void whatIsNoReadingBecomesADeadLetterAndTheStreamGoesOn() throws BadRecordException {
        var pipeline = new Pipeline(ForecastOptions.DEFAULT);
        byte[] key = "k".getBytes(UTF_8);
        long t = SampleSeries.START;
        pipeline.readings.pipeInput(key, "{\"value\":null}".getBytes(UTF_8), t - 1);
        assertDeadLetter(pipeline, "no-value-yet",
                "the series must have had a value to forecast from, got none so far", 0);
        pipeline.readings.pipeInput(key, "{\"value\":1}".getBytes(UTF_8), t);
        pipeline.readings.pipeInput(null, "{\"value\":2}".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "null-key", "the record key must be the series id, got null", 2);
        pipeline.readings.pipeInput(key, "[]".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "bad-bytes", "the record must hold a reading, got none", 3);
        pipeline.readings.pipeInput(key, "{\"val\":2}".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "bad-bytes", "Reading must have value or values, got fields [val]", 4);
        pipeline.readings.pipeInput(key, "{\"value\":\"Infinity\"}".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "bad-value",
                "value must be null or of magnitude up to 1.0E100, got Infinity", 5);
        pipeline.readings.pipeInput(key, "{\"value\":\"NaN\"}".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "bad-value", "value must be null or of magnitude up to 1.0E100, got NaN",
                6);
        pipeline.readings.pipeInput(key, "{\"value\":1e101}".getBytes(UTF_8), t + 1);
        assertDeadLetter(pipeline, "bad-value",
                "value must be null or of magnitude up to 1.0E100, got 1.0E101", 7);
        pipeline.readings.pipeInput(key, "{\"value\":9}".getBytes(UTF_8), t);
        assertDeadLetter(pipeline, "duplicate", "the series has a reading of 2026-01-01T00:00:00Z already",
                8);
        pipeline.readings.pipeInput(key, "{\"value\":9,\"time\":5}".getBytes(UTF_8), t + 5);
        assertDeadLetter(pipeline, "late",
                "a reading must be newer than the series' last one of 2026-01-01T00:00:00Z, got 1970-01-01T00:00:00.005Z",
                9);
        pipeline.readings.pipeInput(key, "{\"value\":3}".getBytes(UTF_8), t + SampleSeries.STEP);

        var untroubled = new Forecaster(ForecasterOptions.DEFAULT);
        untroubled.step(new Reading(t - 1, Double.NaN));
        assertSameForecast(untroubled.step(new Reading(t, 1)), pipeline);
        assertSameForecast(untroubled.step(new Reading(t + SampleSeries.STEP, 3)), pipeline);
        assertTrue(pipeline.forecasts.isEmpty());
        assertTrue(pipeline.deadLetters.isEmpty());
    }

    private static void assertDeadLetter(Pipeline pipeline, String reason, String message, long offset) {
        TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
        assertEquals(reason, header(letter, DeadLetter.REASON));
        assertEquals(message, header(letter, DeadLetter.MESSAGE));
        assertEquals("readings", header(letter, DeadLetter.TOPIC));
        assertEquals("0", header(letter, DeadLetter.PARTITION));
        assertEquals(Long.toString(offset), header(letter, DeadLetter.OFFSET));
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        assertNotNull(header, name);
        return new String(header.value(), UTF_8);
    }

    @Test
    void aTimeThatNoCalendarHasBecomesADeadLetterAndTheStreamGoesOn() throws BadRecordException {
        var pipeline = new Pipeline(ForecastOptions.DEFAULT);
        byte[] key = "k".getBytes(UTF_8);
        long t = SampleSeries.START;
        String rule = "time must be from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, got ";
        for (String time : List.of("+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z")) {
            pipeline.readings.pipeInput(key, "{\"value\":1,\"time\":\"%s\"}".formatted(time).getBytes(UTF_8),
                    t);
            TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
            assertEquals("bad-time", header(letter, DeadLetter.REASON));
            assertEquals(rule + time, header(letter, DeadLetter.MESSAGE));
        }
        pipeline.readings.pipeInput(key, "{\"value\":1}".getBytes(UTF_8), Long.MAX_VALUE);
        assertEquals("bad-time", header(pipeline.deadLetters.readRecord(), DeadLetter.REASON));
        pipeline.readings.pipeInput(key, "{\"value\":1}".getBytes(UTF_8), t);
        assertEquals(1.0, pipeline.forecast().getValue());
    }

    @Test
    void aDeadLetterKeepsTheOriginalBytes() {
        var pipeline = new Pipeline(ForecastOptions.DEFAULT);
        byte[] key = {0, 1};
        byte[] value = {1, 2, 3, (byte) 0x80};
        pipeline.readings.pipeInput(key, value, 77);
        TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
        assertArrayEquals(key, letter.key());
        assertArrayEquals(value, letter.value());
        assertEquals(77, letter.timestamp());
    }

    @Test
    void itGrowsOntoATopologyThatIsAlreadyThere() {
        var builder = new StreamsBuilder();
        builder.stream("their-topic").to("their-other-topic");
        Topology topology = ForecastTopology.addTo(builder.build(), ForecastOptions.DEFAULT);
        TopologyDescription description = topology.describe();
        assertEquals(2, description.subtopologies().size());
        List<String> ours = new ArrayList<>();
        for (TopologyDescription.Subtopology part : description.subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node.name().startsWith("tidecast-")) {
                    ours.add(node.name());
                }
            }
        }
        assertEquals(
                List.of("tidecast-dead-letters", "tidecast-events", "tidecast-forecaster",
                        "tidecast-forecasts",
                        "tidecast-readings"),
                ours.stream().sorted().toList());
    }

    @Test
    void eachRoundOfTheJournalReplaysOnlyItsOwnReadings() {
        // A reader that took entries of an earlier round for its own would differ here: 3 slots, 300 readings.
        var options = options(RecordFormat.AVRO, 3, 0);
        var pipeline = new Pipeline(options);
        var direct = new Forecaster(SMALL);
        byte[] last = null;
        double expected = Double.NaN;
        for (Reading reading : SampleSeries.of(5, 300)) {
            pipeline.send("a", reading);
            pipeline.send("other", reading);
            Forecast forecast = direct.step(reading);
            expected = forecast == null ? Double.NaN : forecast.value();
        }
        for (TestRecord<byte[], byte[]> record : pipeline.forecasts.readRecordsToList()) {
            if (new String(record.key(), UTF_8).equals("a")) {
                last = record.value();
            }
        }
        assertNotNull(last);
        byte[] bytes = last;
        assertEquals(expected, org.junit.jupiter.api.Assertions
                .assertDoesNotThrow(() -> pipeline.forecastCodec.decode(bytes)).getValue());
    }
}
