package io.tidecast.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.exit.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSourcesTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("t.properties"), text);
    }

    private static Map<String, EffectiveSetting> effective(Settings settings) {
        return TidecastConfig.of(settings).effective().stream()
                .collect(Collectors.toMap(EffectiveSetting::key, setting -> setting));
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFileAndThatOverTheDefaults() throws IOException {
        Path file = file("""
                bootstrap.servers=a:1
                model.cell=elman
                model.layers=2
                model.window=3
                """);
        var settings = effective(Settings.of(file,
                Map.of("TIDECAST_MODEL_CELL", "gru", "TIDECAST_MODEL_LAYERS", "3"),
                Map.of("model.cell", "peephole")));
        assertEquals(new EffectiveSetting("model.cell", "peephole", "the command line"),
                settings.get("model.cell"));
        assertEquals(new EffectiveSetting("model.layers", "3", "TIDECAST_MODEL_LAYERS"),
                settings.get("model.layers"));
        assertEquals(new EffectiveSetting("model.window", "3", file.toString()),
                settings.get("model.window"));
        assertEquals(new EffectiveSetting("model.hidden.size", "32", "default"),
                settings.get("model.hidden.size"));
        assertEquals(new EffectiveSetting("processing.guarantee", "exactly_once_v2", "preset"),
                settings.get("processing.guarantee"));
    }

    @Test
    void everyKeyHasAVariableThatSetsIt() {
        for (String key : TidecastKeys.DEF.names()) {
            assertEquals(key, EnvironmentKeys.key(EnvironmentKeys.variable(key)));
        }
        assertEquals("consumer.max.poll.records", EnvironmentKeys.key("TIDECAST_CONSUMER_MAX_POLL_RECORDS"));
        assertEquals("a_b-c", EnvironmentKeys.key(EnvironmentKeys.variable("a_b-c")));
        assertNull(EnvironmentKeys.key("TIDECAST_JAVA_OPTS"));
        assertNull(EnvironmentKeys.key("MODEL_CELL"));
    }

    @Test
    void aVariableThatSetsNoKeyIsAWarningWithTheNearestName() {
        Settings settings = Settings.of(null,
                Map.of("TIDECAST_MODEL_CEL", "gru", "TIDECAST_BOOTSTRAP_SERVERS", "a:1"), Map.of());
        assertEquals(
                List.of("the environment variable TIDECAST_MODEL_CEL is not used: there is no key model.cel; did you mean 'model.cell'?"),
                TidecastConfig.of(settings).warnings());
    }

    @Test
    void secretsAreHidden() {
        var settings = effective(Settings.of(Map.of("bootstrap.servers", "a:1", "sasl.jaas.config", "s3cret",
                "producer.ssl.key.password", "s3cret", "streams.my.plugin.token", "s3cret",
                "schema.registry.basic.auth.user.info", "me:s3cret", "schema.registry.url",
                "http://me:s3cret@registry:8081"), "test"));
        assertFalse(settings.toString().contains("s3cret"), settings.toString());
        assertEquals(new EffectiveSetting("producer.ssl.key.password", "[hidden]", "test"),
                settings.get("producer.ssl.key.password"));
        assertEquals(new EffectiveSetting("schema.registry.url", "http://[hidden]@registry:8081", "test"),
                settings.get("schema.registry.url"));
    }

    @Test
    void aSecretIsInNoMessageAboutIt() {
        var e = assertThrows(CommandFailure.class, () -> TidecastConfig
                .of(Map.of("bootstrap.servers", "a:1", "sasl.jaas.config",
                        "x password=s3cret ${env:NO_SUCH}"),
                        "test"));
        assertTrue(String.valueOf(e.getMessage()).contains("NO_SUCH"), e.getMessage());
        assertFalse(String.valueOf(e.getMessage()).contains("s3cret"), e.getMessage());
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsKeyAndSource() throws IOException {
        Path file = file("""
                model.levels=1.5
                snapshot.every=-4
                weights=frozen
                """);
        List<ConfigProblem> problems = ConfigCheck
                .of(Settings.of(file, Map.of("TIDECAST_MODEL_HORIZONS", "0"),
                        Map.of("model.cell", "rnn", "modl.cell", "gru", "max.poll.records", "many",
                                "consumer.fetch.min.bytes", "few")))
                .problems();
        assertEquals(
                List.of("bootstrap.servers", "consumer.fetch.min.bytes", "max.poll.records", "model.cell",
                        "model.horizons", "model.levels", "modl.cell", "snapshot.every", "weights"),
                problems.stream().map(ConfigProblem::key).sorted().toList(), problems.toString());
        assertEquals("TIDECAST_MODEL_HORIZONS", problems.stream()
                .filter(problem -> problem.key().equals("model.horizons")).findFirst().orElseThrow()
                .source());
        String report = ConfigCheck.of(Settings.of(file, Map.of(), Map.of("model.cell", "rnn"))).report();
        assertTrue(report.contains("(from " + file + ")") && report.contains("(from the command line)"),
                report);
    }

    @Test
    void theReferenceIsCurrent() throws IOException {
        assertEquals(Files.readString(Path.of("../docs/configuration.md")), ConfigReference.markdown() + "\n",
                "run: ./tidecast config docs --output markdown > docs/configuration.md");
    }
}
