package io.tidecast.app.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.feed.TimestampUnit;
import io.tidecast.schemas.registry.RegistryException;
import io.tidecast.schemas.registry.SchemaRegistry;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.StreamsDefaults;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's framing against a real registry (Apicurio, by its Confluent-compatible interface).
class RegistryTest {
    private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");
    private static final Schema SENSOR = new Schema.Parser()
            .parse("""
                    {"type":"record","name":"SensorData","namespace":"plant","fields":[
                     {"name":"name","type":"string"},{"name":"at","type":"long"},{"name":"temp","type":"string"}]}""");

    @TempDir
    private static Path directory;

    private static @Nullable Apicurio registry;

    @BeforeAll
    static void start() throws Exception {
        Required.TIDECAST_REQUIRE_REGISTRY.unless(Files.exists(Apicurio.ARCHIVE),
                "there is no schema registry at " + Apicurio.ARCHIVE);
        registry = Apicurio.start(directory);
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private static Apicurio registry() {
        return java.util.Objects.requireNonNull(registry);
    }

    /// The bytes of the forecast that follows one reading.
    private static byte[] forecastAfter(ReadingMapping mapping, byte[] reading) {
        ForecastOptions options = ForecastOptions.DEFAULT
                .withFormats(RecordFormat.AVRO_CONFLUENT, RecordFormat.AVRO_CONFLUENT)
                .withMapping(mapping, registry().options());
        var properties = new Properties();
        properties.putAll(StreamsDefaults.properties());
        properties.putAll(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "test",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1", StreamsConfig.STATE_DIR_CONFIG,
                directory.resolve("state").toString()));
        try (var driver = new TopologyTestDriver(ForecastTopology.build(options), properties)) {
            driver.createInputTopic("readings", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput("k".getBytes(UTF_8), reading, TEN);
            return driver
                    .createOutputTopic("forecasts", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValue();
        }
    }

    /// As a consumer does that knows nothing but the registry.
    private static GenericRecord read(byte[] bytes) throws Exception {
        assertEquals(0, bytes[0]);
        Schema schema = registry().options().client().byId(ByteBuffer.wrap(bytes).getInt(1));
        return new GenericDatumReader<GenericRecord>(schema).read(null,
                DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }

    @Test
    void readingsAndForecastsRoundTripThroughTheRegistry() throws Exception {
        RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.AVRO_CONFLUENT, registry().options(),
                "readings");
        var reading = new Reading(TEN, 1.5, Map.of(), Map.of(), Map.of());
        assertEquals(reading, codec.decode(codec.encode(reading)));
        byte[] forecast = forecastAfter(ReadingMapping.DEFAULT, codec.encode(reading));
        assertEquals(1.5, read(forecast).get("actual"));
        assertEquals("k",
                RecordCodec.forecasts(RecordFormat.AVRO_CONFLUENT, registry().options(), "forecasts")
                        .decode(forecast).getKey());
        assertTrue(registry().send("GET", "/subjects", "").body().contains("forecasts-value"));
    }

    @Test
    void theRegistryIsReachedOverTlsByWhoTrustsItsCertificate() throws Exception {
        RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.AVRO_CONFLUENT,
                registry().tlsOptions(), "secured");
        var reading = new Reading(TEN, 2.5, Map.of(), Map.of(), Map.of());
        assertEquals(reading, codec.decode(codec.encode(reading)));
        assertTrue(registry().send("GET", "/subjects", "").body().contains("secured-value"));

        RecordCodec<Reading> stranger = RecordCodec.readings(RecordFormat.AVRO_CONFLUENT,
                registry().strangerOptions(), "secured");
        assertThrows(RegistryException.class, () -> stranger.encode(reading));
    }

    @Test
    void aSendersOwnRegisteredSchemaIsMapped() throws Exception {
        int id = registry().options().client().register("sensors-value", SENSOR);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericData.Record>(SENSOR)
                .write(new GenericRecordBuilder(SENSOR).set("name", "s-1")
                        .set("at", TEN.getEpochSecond()).set("temp", "21.5").build(), encoder);
        GenericRecord forecast = read(
                forecastAfter(ReadingMapping.DEFAULT.withFields(List.of("name"), List.of("temp"), false)
                        .withTimestamp("at", TimestampUnit.S), bytes.toByteArray()));
        assertEquals("s-1", forecast.get("key").toString());
        assertEquals(21.5, forecast.get("actual"));
        assertEquals(TEN.toEpochMilli(), forecast.get("issuedAt"));
    }

    @Test
    void anIncompatibleSubjectIsAClearErrorBeforeTheFirstRecord() throws IOException, InterruptedException {
        SchemaRegistry client = registry().options().client();
        client.register("taken-value", new Schema.Parser().parse("""
                {"type":"record","name":"Forecast","namespace":"io.tidecast.v1","fields":[
                 {"name":"key","type":"int"}]}"""));
        assertEquals(200,
                registry().send("PUT", "/config/taken-value", "{\"compatibility\":\"FULL\"}").statusCode());
        var codec = RecordCodec.forecasts(RecordFormat.AVRO_CONFLUENT, registry().options(), "taken");
        String message = String.valueOf(assertThrows(RegistryException.class, codec::prepare).getMessage());
        assertTrue(message.contains("refuses " + Forecast.getClassSchema().getFullName()
                + " under subject taken-value: it is incompatible"), message);
    }
}
