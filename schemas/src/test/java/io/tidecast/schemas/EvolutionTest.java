package io.tidecast.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.api.Test;

/// Today's schemas against each released version, kept in `src/test/resources/released`.
class EvolutionTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    private static List<Schema> released(String name) throws IOException {
        try (Stream<Path> versions = Files.list(RELEASED)) {
            return versions.map(version -> version.resolve(name)).filter(Files::exists).sorted()
                    .map(EvolutionTest::parse).toList();
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SchemaCompatibility.SchemaPairCompatibility compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    }

    @Test
    void todayReadsReadingsOfEveryReleasedSchema() throws IOException {
        List<Schema> writers = released("Reading.avsc");
        assertFalse(writers.isEmpty());
        for (Schema writer : writers) {
            var result = compatibility(Reading.getClassSchema(), writer);
            assertEquals(COMPATIBLE, result.getType(), result.getDescription());
        }
    }

    @Test
    void consumersOfEveryReleasedSchemaReadTodaysForecasts() throws IOException {
        List<Schema> readers = released("Forecast.avsc");
        assertFalse(readers.isEmpty());
        for (Schema reader : readers) {
            var result = compatibility(reader, Forecast.getClassSchema());
            assertEquals(COMPATIBLE, result.getType(), result.getDescription());
        }
    }

    @Test
    void consumersOfEveryReleasedSchemaReadTodaysEvents() throws IOException {
        List<Schema> readers = released("Event.avsc");
        assertFalse(readers.isEmpty());
        for (Schema reader : readers) {
            var result = compatibility(reader, Event.getClassSchema());
            assertEquals(COMPATIBLE, result.getType(), result.getDescription());
        }
    }

    @Test
    void anIncompatibleChangeIsCaught() throws IOException {
        String reading = released("Reading.avsc").getFirst().toString();
        String changed = reading.replace("[\"null\",\"double\"]", "[\"null\",\"string\"]");
        assertNotEquals(reading, changed);
        assertNotEquals(COMPATIBLE,
                compatibility(new Schema.Parser().parse(changed), new Schema.Parser().parse(reading))
                        .getType());

        String forecast = released("Forecast.avsc").getFirst().toString();
        String renamed = forecast.replace("\"name\":\"targetTime\"", "\"name\":\"target_time\"");
        assertNotEquals(forecast, renamed);
        assertNotEquals(COMPATIBLE,
                compatibility(new Schema.Parser().parse(forecast), new Schema.Parser().parse(renamed))
                        .getType());
    }

    @Test
    void everyFieldIsDocumented() {
        assertDocumented(Reading.getClassSchema());
        assertDocumented(Forecast.getClassSchema());
        assertDocumented(Event.getClassSchema());
    }

    private static void assertDocumented(Schema schema) {
        if (schema.isUnion()) {
            schema.getTypes().forEach(EvolutionTest::assertDocumented);
        } else if (schema.getType() == Schema.Type.RECORD) {
            assertTrue(schema.getDoc() != null && !schema.getDoc().isBlank(), schema.getFullName());
            for (Schema.Field field : schema.getFields()) {
                assertTrue(field.doc() != null && !field.doc().isBlank(),
                        schema.getFullName() + "." + field.name());
                assertDocumented(field.schema());
            }
        }
    }
}
