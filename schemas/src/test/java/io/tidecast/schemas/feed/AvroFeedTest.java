package io.tidecast.schemas.feed;

import static io.tidecast.schemas.feed.Feeds.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.v1.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroFeedTest {
    /// A sender's own schema: text for a value, microseconds, a nested record, nullable parts.
    private static final Schema SENSOR = new Schema.Parser().parse("""
            {"type":"record","name":"SensorData","namespace":"plant","fields":[
             {"name":"name","type":"string"},
             {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
             {"name":"data","type":["null",{"type":"record","name":"Data","fields":[
               {"name":"temp","type":["null","string"]},{"name":"raw","type":"bytes"},
               {"name":"plan","type":{"type":"array","items":"float"}}]}]},
             {"name":"tags","type":{"type":"map","values":"string"}}]}""");

    private static GenericData.Record sensor() {
        Schema data = SENSOR.getField("data").schema().getTypes().get(1);
        return new GenericRecordBuilder(SENSOR).set("name", "s-1").set("at", 1767607200123456L)
                .set("data",
                        new GenericRecordBuilder(data).set("temp", "21.5")
                                .set("raw", ByteBuffer.wrap(new byte[]{1}))
                                .set("plan", List.of(0.5f)).build())
                .set("tags", Map.of("site", "n")).build();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Feeds avro(ReadingMapping mapping) {
        return Feeds.of(RecordFormat.AVRO, mapping);
    }

    @Test
    void tidecastsOwnSchemaNeedsNoMapping() {
        var reading = new Reading(Instant.parse("2026-01-05T10:00:00Z"), 1.5, Map.of("t", 2.0),
                Map.of("day", List.of(1.0)), Map.of("site", "n"));
        byte[] bytes = RecordCodec.readings(RecordFormat.AVRO).encode(reading);
        assertEquals(reading,
                Feeds.reading(avro(ReadingMapping.DEFAULT).all("k", bytes).getFirst()).reading());
    }

    @Test
    void aSendersOwnSchemaIsMapped(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("sensor.avsc"), SENSOR.toString());
        var mapping = ReadingMapping.DEFAULT.withFields(List.of("name"), List.of("data.temp"), false)
                .withTimestamp("at", TimestampUnit.AUTO)
                .withContext(List.of("plan=data.plan"), List.of("tags.site"))
                .withAvroSchemas(List.of(file.toString()));
        byte[] bytes = bytes(new BinaryMessageEncoder<>(GenericData.get(), SENSOR).encode(sensor()));
        var entry = Feeds.reading(avro(mapping).all(null, bytes).getFirst());
        assertEquals("s-1 2026-01-05T10:00:00.123Z 21.5", text(entry));
        assertEquals(Map.of("plan", List.of(0.5)), entry.reading().getAhead());
        assertEquals(Map.of("site", "n"), entry.reading().getAttributes());
        String unknown = Feeds.refusal(avro(ReadingMapping.DEFAULT).all(null, bytes).getFirst()).getMessage();
        assertTrue(String.valueOf(unknown).contains("readings.avro.schemas, got fingerprint"), unknown);
    }

    @Test
    void aSchemaFileThatIsNoneIsRefusedAtTheStart() {
        var e = assertThrows(IllegalArgumentException.class,
                () -> avro(ReadingMapping.DEFAULT.withAvroSchemas(List.of("absent.avsc"))));
        assertTrue(String.valueOf(e.getMessage())
                .startsWith("readings.avro.schemas: absent.avsc is no Avro schema"));
    }

    /// A forged count of 2^30 elements must not take 4 GiB before the first one has come.
    @Test
    void aForgedCountTakesNoRoom() throws IOException {
        byte[] head = RecordCodec.readings(RecordFormat.AVRO)
                .encode(new Reading(null, null, Map.of(), Map.of(), Map.of()));
        var bytes = new ByteArrayOutputStream();
        bytes.write(head, 0, 10);
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeIndex(0);
        encoder.writeNull();
        encoder.writeIndex(0);
        encoder.writeNull();
        encoder.writeLong(0);
        encoder.writeLong(1);
        encoder.writeString("day");
        encoder.writeLong(1 << 30);
        encoder.flush();
        assertTrue(String
                .valueOf(Feeds.refusal(avro(ReadingMapping.DEFAULT).all("k", bytes.toByteArray()).getFirst())
                        .getMessage())
                .startsWith("bytes must be one record of the schema io.tidecast.v1.Reading"));
    }

    @Test
    void theRegistrysFramingNeedsARegistry() {
        var e = assertThrows(IllegalArgumentException.class, () -> new FeedReader(RecordFormat.AVRO_CONFLUENT,
                ReadingMapping.DEFAULT, RegistryOptions.NONE));
        assertTrue(String.valueOf(e.getMessage()).contains("set schema.registry.url"), e.getMessage());
        var badUrl = new RegistryOptions("registry:8080", "",
                io.tidecast.schemas.registry.TlsOptions.PLATFORM);
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, badUrl::client).getMessage())
                .contains("schema.registry.url must be http://... or https://..., got registry:8080"));
    }
}
