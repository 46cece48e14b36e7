package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private record Outcome(int exitCode, String output, String errors) {}

    @ParameterizedTest
    @ValueSource(strings = {"", "demo ", "backtest ", "tune ", "train ", "model ", "model show ",
            "model run ", "run ",
            "replay ", "topics ", "topics create ", "config ", "config show ", "config validate ",
            "config docs ", "doctor ", "inspect ", "tail ",
            "reset ", "version ", "completion ", "manual "})
    void explainsEachCommandWithItsExitCodes(String command) {
        Outcome help = execute((command + "--help").split(" "));
        assertEquals(0, help.exitCode(), help.errors());
        assertTrue(help.output().startsWith("Usage: tidecast " + command.strip()), help.output());
        assertTrue(help.output().contains("Exit codes:") && help.output().contains("130   stopped by Ctrl-C")
                && help.output().contains("143   stopped by SIGTERM"),
                help.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "backtest", "tune", "train", "model show", "model import", "model export",
            "model convert", "model run", "run", "replay", "topics create", "config show", "config validate",
            "config docs", "doctor", "inspect", "tail", "reset", "version",
            "manual"})
    void showsExamplesForEachCommand(String command) {
        String help = execute((command + " --help").split(" ")).output();
        assertTrue(help.contains("Examples:") && help.contains("\n  tidecast " + command + " "), help);
    }

    @Test
    void listsTheConfigurationKeysWithTheirDefaults() {
        String help = execute("run", "--help").output();
        assertAll(() -> assertTrue(help.contains("model.learning.rate"), help),
                () -> assertTrue(help.contains("Default: 5.0E-4"), help),
                () -> assertTrue(help.contains("bootstrap.servers"), help));
    }

    @ParameterizedTest
    @CsvSource({"'nonsense', 2, Unmatched argument",
            "'demo --speed fast', 2, expected max or a number of readings per second",
            "'demo --score-rows 5:1', 2, expected A:B",
            "'demo --set model.cell=rnn --set a.b=c', 2, unknown key 'a.b'",
            "'backtest', 2, --input FILE",
            "'backtest --input x.csv --score-rows 5:1', 2, expected A:B",
            "'backtest --input x.csv --cell rnn', 2, model.cell",
            "'backtest --input x.csv --layers 0', 2, 'layers must be at least 1, got 0'",
            "'backtest --input x.csv --loss mape', 2, model.loss",
            "'backtest --input x.csv --optimizer newton', 2, model.optimizer",
            "'backtest --input /no/such/file.csv', 3, there is no such file",
            "'backtest --input x.csv --plot x.gif', 2, a plot must be a .svg or .png file",
            "'tune', 2, --input FILE",
            "'tune --input x.csv --metric rmse', 2, expected mse, mae or interval-score",
            "'tune --input x.csv --rounds 0', 2, '--rounds must be from 1 to 10, got 0'",
            "'tune --input x.csv --configurations 0', 2, '--configurations must be at least 1, got 0'",
            "'tune --input x.csv --held-out 1', 2, '--held-out must be more than 0 and less than 1, got 1.0'",
            "'tune --input x.csv --threads -1', 2, '--threads must be at least 0, got -1'",
            "'backtest --input x.csv --threads -1', 2, '--threads must be at least 0, got -1'",
            "'train --input x.csv --weights w --epochs 0', 2, '--epochs must be at least 1, got 0'",
            "'train --input x.csv --weights w --batch-size 0', 2, '--batch-size must be at least 1, got 0'",
            "'train --input x.csv --weights w --sequence-length 0', 2, '--sequence-length must be at least 1, got 0'",
            "'train --input x.csv --weights w --validation 1', 2, '--validation must be from 0 to less than 1, got 1.0'",
            "'train --input x.csv --weights w --patience -1', 2, '--patience must be at least 0, got -1'",
            "'plan --keys 0 --rate 5', 2, '--keys must be at least 1, got 0'",
            "'plan --keys 5 --rate 0', 2, '--rate must be a number above 0, got 0.0'",
            "'plan --keys 5 --rate NaN', 2, '--rate must be a number above 0, got NaN'",
            "'plan --keys 5 --rate Infinity', 2, '--rate must be a number above 0, got Infinity'",
            "'plan --keys 5 --rate 5 --key-bytes 0', 2, '--key-bytes must be at least 1, got 0'",
            "'plan --keys 5 --rate 5 --heap-gb 0', 2, '--heap-gb must be at least 1, got 0'",
            "'plan --keys 5 --rate 5 --cores 0', 2, '--cores must be at least 1, got 0'",
            "'demo --days 0', 2, '--days must be at least 1, got 0'",
            "'demo --port 65536', 2, '--port must be from 0 to 65535, got 65536'",
            "'demo --partitions 0', 2, '--partitions must be at least 1, got 0'",
            "'simulate -b x:1 --days -1', 2, '--days must be at least 1, got -1'",
            "'topics create -b x:1 --partitions 0', 2, '--partitions must be at least 1, got 0'",
            "'topics create -b x:1 --replication 0', 2, '--replication must be at least 1, got 0'",
            "'health --max-age 0', 2, '--max-age must be at least 1, got 0'",
            "'run', 2, bootstrap.servers is missing",
            "'config show --set a.b=c', 2, unknown key 'a.b'",
            "'run --config /no/such/file', 2, cannot read the configuration file",
            "'replay --bootstrap-server x:1', 2, --input FILE",
            "'topics create', 2, --bootstrap-server HOST:PORT or --config FILE",
            "'topics create -b x:1 --retention long', 2, expected forever or a length",
            "'inspect', 2, KEY", "'inspect k --last 0', 2, '--last must be from 1 to 4096, got 0'",
            "'inspect k --url ftp://x', 2, the address of an instance must be such as",
            "'manual config nothing', 2, 'there is no command config nothing; there are show, validate, docs'",
            "'inspect k --url http://127.0.0.1:1', 4, no instance answers at",
            "'health --set bootstrap.servers=x:1 --set health.file=/no/such/file', 1, no pipeline has run",
            "'reset', 2, bootstrap.servers is missing",
            "'reset -b x:1 --to yesterday', 2, 'expected earliest, latest or a time such as'",
            "'tail', 2, bootstrap.servers is missing", "'tail -b x:1 --max 0', 2, --max must be at least 1",
            "'demo --input /no/such/file.csv', 3, there is no such file",
            "'replay -b x:1 --input /no/such/file.csv', 3, there is no such file"})
    void answersEachMistakeWithOneLineAndItsCode(String arguments, int exitCode, String message) {
        Outcome outcome = execute(arguments.split(" "));
        assertEquals(exitCode, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.errors().contains(message), outcome.errors());
        assertTrue(outcome.errors().startsWith("tidecast") && !outcome.errors().contains("\tat "),
                outcome.errors());
    }

    @Test
    void showsAConfigurationThatNamesNoCluster() throws Exception {
        Outcome shown = execute("config", "show", "--set", "model.cell=gru", "--output", "json");
        assertEquals(0, shown.exitCode(), shown.errors());
        var settings = new HashMap<String, String>();
        for (JsonNode setting : new ObjectMapper().readTree(shown.output())) {
            settings.put(setting.get("key").asText(),
                    setting.get("value").asText() + " from " + setting.get("source").asText());
        }
        assertEquals(" from missing", settings.get("bootstrap.servers"));
        assertEquals("gru from the command line", settings.get("model.cell"));
        assertEquals(" from default", settings.get("web.token"));
        String given = execute("config", "show", "--set", "model.cell=gru", "--given").output();
        assertTrue(given.contains("model.cell") && !given.contains("bootstrap.servers"), given);
    }

    @Test
    void doesNotHideWhatIsEmpty() {
        for (String form : List.of("table", "json", "markdown")) {
            assertFalse(execute("config", "docs", "--output", form).output().contains("[hidden]"), form);
        }
        assertFalse(execute("run", "--help").output().contains("[hidden]"));
    }

    @Test
    void countsOneProblemAsOne() {
        String one = execute("config", "validate", "--set", "bootstrap.servers=x:1", "--set",
                "model.cell=rnn")
                .output();
        assertTrue(one.endsWith("\n1 problem\n"), one);
        String two = execute("config", "validate", "--set", "model.cell=rnn").output();
        assertTrue(two.endsWith("\n2 problems\n"), two);
    }

    @Test
    void runDoesNotExplainItselfByItself() {
        String help = execute("run", "--help").output().replaceAll("\\s+", " ");
        assertFalse(help.contains("as for 'tidecast run'") || help.contains("'tidecast run --help'"), help);
    }

    @Test
    void printsVersionsOfWhatItIsMadeOf() throws Exception {
        var json = new ObjectMapper().readTree(execute("version", "--output", "json").output());
        assertEquals(AppInfoParser.getVersion(), json.get("kafka").asText());
        assertTrue(json.get("java").asText().startsWith(Runtime.version().toString()), json.toString());
        assertTrue(json.get("kernels").asText().endsWith("Kernels"), json.toString());
        assertTrue(execute("version").output().startsWith("tidecast  development\n"));
    }

    @Test
    void saysThatAFileMayNotBeRead(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("directory.csv"), "time,v\n");
        Files.delete(file);
        Files.createDirectory(file);
        Outcome outcome = execute("demo", "--input", file.toString());
        assertEquals(3, outcome.exitCode());
        assertEquals("tidecast demo: cannot read %s: it is a directory%n".formatted(file), outcome.errors());
    }

    @Test
    void printsTheStackTraceWhenAsked() {
        assertTrue(execute("demo", "--debug", "--input", "/no/such/file.csv").errors()
                .contains("\tat io.tidecast"));
    }

    private static Outcome execute(String... arguments) {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        return new Outcome(code, output.toString(), errors.toString());
    }
}
