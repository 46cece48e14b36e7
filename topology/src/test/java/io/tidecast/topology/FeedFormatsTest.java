package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.feed.TimestampUnit;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.schemas.registry.TlsOptions;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What senders send, through the topology: each reading answered, what does not map in the dead letters.
class FeedFormatsTest {
    private static final ForecasterOptions SMALL = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4));
    private static final long START = SampleSeries.START;
    private static final int SCHEMA_ID = 1;

    @TempDir
    private java.nio.file.Path stateDir;

    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpServer registry;

    /// Knows one schema, that of readings.
    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean known = path.endsWith("/versions") || path.equals("/schemas/ids/" + SCHEMA_ID);
            byte[] answer = new JsonMapper().createObjectNode().put("id", SCHEMA_ID)
                    .put("schema", Reading.getClassSchema().toString()).toString().getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        registry.stop(0);
    }

    private RegistryOptions registryOptions() {
        return new RegistryOptions("http://127.0.0.1:" + registry.getAddress().getPort(), "",
                TlsOptions.PLATFORM);
    }

    private final class Pipeline {
        final ForecastOptions options;
        final TestInputTopic<byte[], byte[]> readings;
        final TestOutputTopic<byte[], byte[]> forecasts;
        final TestOutputTopic<byte[], byte[]> deadLetters;

        Pipeline(RecordFormat format, ReadingMapping mapping) {
            options = ForecastOptions.DEFAULT.withFormats(format, RecordFormat.JSON).withForecaster(SMALL)
                    .withMapping(mapping, registryOptions());
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
        }

        void send(@Nullable String key, byte[] value) {
            readings.pipeInput(key == null ? null : key.getBytes(UTF_8), value, START);
        }

        /// `key issued-at actual` of the next forecast.
        String answer() throws BadRecordException {
            TestRecord<byte[], byte[]> record = forecasts.readRecord();
            Forecast forecast = RecordCodec.forecasts(RecordFormat.JSON).decode(record.value());
            assertEquals(forecast.getKey(), new String(record.key(), UTF_8));
            return "%s %s %s".formatted(forecast.getKey(), forecast.getIssuedAt(), forecast.getActual());
        }
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertNotNull(header, name);
        return new String(header.value(), UTF_8);
    }

    /// One reading of `k` at ten o'clock, in each format.
    private byte[] payload(RecordFormat format) {
        var reading = new Reading(Instant.parse("2026-01-05T10:00:00Z"), 1.5, Map.of(), Map.of(), Map.of());
        return switch (format) {
            case JSON, AVRO, AVRO_CONFLUENT -> RecordCodec.readings(format, registryOptions(), "readings")
                    .encode(reading);
            case LINE_PROTOCOL -> "weather value=1.5 1767607200000000000".getBytes(UTF_8);
            case CSV -> "2026-01-05T10:00:00Z,1.5".getBytes(UTF_8);
            case NUMBER -> "1.5".getBytes(UTF_8);
        };
    }

    @ParameterizedTest
    @EnumSource
    void aReadingOfEachFormatIsAnswered(RecordFormat format) throws BadRecordException {
        var pipeline = new Pipeline(format, ReadingMapping.DEFAULT);
        pipeline.send("k", payload(format));
        String key = format == RecordFormat.LINE_PROTOCOL ? "weather/value" : "k";
        String time = format == RecordFormat.NUMBER ? "2026-01-01T00:00:00Z" : "2026-01-05T10:00:00Z";
        assertEquals("%s %s 1.5".formatted(key, time), pipeline.answer());
        assertTrue(pipeline.deadLetters.isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void hostilePayloadsAreDeadLettersWithAReasonAndTheStreamGoesOn(RecordFormat format)
            throws BadRecordException {
        var pipeline = new Pipeline(format, ReadingMapping.DEFAULT);
        long seed = 20_260_105;
        var payloads = new HostilePayloads(format, seed);
        for (int i = 0; i < 200; i++) {
            byte[] payload = payloads.next(i);
            String shown = "seed %d, payload %d: %s".formatted(seed, i, new String(payload, UTF_8));
            pipeline.send("k", payload);
            assertTrue(pipeline.forecasts.isEmpty(), shown);
            assertFalse(pipeline.deadLetters.isEmpty(), shown);
            for (TestRecord<byte[], byte[]> letter : pipeline.deadLetters.readRecordsToList()) {
                assertFalse(header(letter, DeadLetter.REASON).isBlank(), shown);
                assertFalse(header(letter, DeadLetter.MESSAGE).isBlank(), shown);
                assertEquals(Integer.toString(i), header(letter, DeadLetter.OFFSET), shown);
            }
        }
        pipeline.send("k", payload(format));
        assertTrue(pipeline.answer().endsWith(" 1.5"));
    }

    @Test
    void aRecordOfSeveralReadingsGetsAnAnswerForEach() throws BadRecordException {
        var pipeline = new Pipeline(RecordFormat.LINE_PROTOCOL,
                ReadingMapping.DEFAULT.withTimestamp("", TimestampUnit.S));
        pipeline.send(null, "a,h=x v=1,w=2 1767607200\nb v=oops\na,h=x v=3 1767607260\na,h=x v=4 1767607260"
                .getBytes(UTF_8));
        assertEquals("a,h=x/v 2026-01-05T10:00:00Z 1.0", pipeline.answer());
        assertEquals("a,h=x/w 2026-01-05T10:00:00Z 2.0", pipeline.answer());
        assertEquals("a,h=x/v 2026-01-05T10:01:00Z 3.0", pipeline.answer());
        assertTrue(pipeline.forecasts.isEmpty());
        TestRecord<byte[], byte[]> bad = pipeline.deadLetters.readRecord();
        assertEquals("bad-bytes", header(bad, DeadLetter.REASON));
        assertEquals("v", header(bad, DeadLetter.FIELD));
        assertEquals("2", header(bad, DeadLetter.READING));
        TestRecord<byte[], byte[]> again = pipeline.deadLetters.readRecord();
        assertEquals("duplicate", header(again, DeadLetter.REASON));
        assertEquals("4", header(again, DeadLetter.READING));
        assertTrue(pipeline.deadLetters.isEmpty());
    }

    @Test
    void theFieldThatFailedStandsInTheDeadLetter() {
        var pipeline = new Pipeline(RecordFormat.JSON,
                ReadingMapping.DEFAULT.withFields(List.of("id"), List.of("sensor.temp"), false));
        pipeline.send(null, "{\"id\":\"a\",\"sensor\":{\"temp\":\"warm\"}}".getBytes(UTF_8));
        TestRecord<byte[], byte[]> letter = pipeline.deadLetters.readRecord();
        assertEquals("bad-value", header(letter, DeadLetter.REASON));
        assertEquals("sensor.temp", header(letter, DeadLetter.FIELD));
        assertEquals("field sensor.temp must be a number or null, got \"warm\"",
                header(letter, DeadLetter.MESSAGE));
    }

    @Test
    void headersOfAForecastSayWhatIsInIt() {
        var pipeline = new Pipeline(RecordFormat.NUMBER, ReadingMapping.DEFAULT);
        pipeline.send("k", "1".getBytes(UTF_8));
        TestRecord<byte[], byte[]> forecast = pipeline.forecasts.readRecord();
        assertEquals(SMALL.modelId(), header(forecast, "tidecast.model"));
        assertEquals("%016x".formatted(RecordCodec.fingerprint(Forecast.getClassSchema())),
                header(forecast, "tidecast.schema"));
    }
}
