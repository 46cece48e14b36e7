package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.schemas.registry.TlsOptions;
import io.tidecast.topology.ForecastOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is wrong with formats and registry is said before anything starts.
class PipelineFormatsTest {
    private static CommandFailure failure(ForecastOptions options) {
        return assertThrows(CommandFailure.class, () -> Pipeline.start(options, Map.of()));
    }

    @Test
    void withoutARegistryItsFramingIsAnErrorOfTheConfiguration() {
        var e = failure(ForecastOptions.DEFAULT.withFormats(RecordFormat.JSON, RecordFormat.AVRO_CONFLUENT));
        assertEquals(ExitCode.USAGE, e.exitCode());
        assertEquals("the format avro-confluent needs a schema registry: set schema.registry.url, such as"
                + " http://registry:8080/apis/ccompat/v7", e.getMessage());
    }

    @Test
    void aRegistryThatIsDownIsAnErrorOfTheEnvironment() {
        var registry = new RegistryOptions("http://127.0.0.1:1", "", TlsOptions.PLATFORM);
        var e = failure(ForecastOptions.DEFAULT.withFormats(RecordFormat.JSON, RecordFormat.AVRO_CONFLUENT)
                .withMapping(ReadingMapping.DEFAULT, registry));
        assertEquals(ExitCode.ENVIRONMENT, e.exitCode());
        assertTrue(String.valueOf(e.getMessage())
                .startsWith("the schema registry at http://127.0.0.1:1 cannot be reached"), e.getMessage());
    }

    @Test
    void aSchemaFileThatIsAbsentIsAnErrorOfTheConfiguration() {
        var e = failure(ForecastOptions.DEFAULT.withFormats(RecordFormat.AVRO, RecordFormat.JSON)
                .withMapping(ReadingMapping.DEFAULT.withAvroSchemas(List.of("absent.avsc")),
                        RegistryOptions.NONE));
        assertEquals(ExitCode.USAGE, e.exitCode());
    }
}
