package io.tidecast.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the command says about itself: manual, completion, colours.
class ManualTest {
    @TempDir
    private Path directory;

    private static String print(String... arguments) {
        var output = new StringWriter();
        assertEquals(0,
                TidecastCommand.commandLine().setOut(new PrintWriter(output, true)).execute(arguments));
        return output.toString();
    }

    @Test
    void thePageOfCommandsIsCurrent() throws Exception {
        assertEquals(Files.readString(Path.of("../docs/commands.md")),
                print("manual", "--output", "markdown"),
                "run: ./tidecast manual --output markdown > docs/commands.md");
    }

    /// picocli puts the variable's value there unless it is told not to.
    @Test
    void aReferenceToTheEnvironmentIsShownAsItIsWritten() {
        for (String text : List.of(print("manual", "--output", "markdown"), print("manual", "run"),
                print("run", "--help"))) {
            assertTrue(text.contains("${env:NAME} is the") && text.contains("password=\"${env:KAFKA"), text);
        }
    }

    @Test
    void aManPageHasAllSectionsAndNoTextThatIsTakenForAMacro() {
        String page = print("manual", "model", "run");
        assertTrue(page.startsWith(".TH \"TIDECAST-MODEL-RUN\" 1"), page);
        for (String section : new String[]{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "NOTES",
                "EXIT STATUS"}) {
            assertTrue(page.contains(".SH \"" + section + "\""), section);
        }
        assertTrue(page.contains("\\fB\\-\\-weights=FILE\\fR"), page);
        assertFalse(page.lines().anyMatch(
                line -> line.startsWith(".") && !line.matches("\\.(TH .*|SH .*|PP|TP|nf|fi)")), page);
    }

    @ParameterizedTest
    @CsvSource({"tidecast top, 1, topics", "tidecast config val, 2, validate",
            "tidecast inspect --fr, 2, ''", "tidecast tail --from, 2, --from-beginning"})
    void bashCompletesCommandsAndOptions(String typed, int word, String expected) throws Exception {
        Path script = Files.writeString(directory.resolve("completion"), print("completion"));
        Process bash = new ProcessBuilder("bash", "-c",
                """
                        source "$1"; COMP_WORDS=($2); COMP_CWORD=$3; _complete_tidecast 2>/dev/null; echo "${COMPREPLY[@]}"
                        """,
                "bash", script.toString(), typed, String.valueOf(word)).start();
        assertEquals(expected, new String(bash.getInputStream().readAllBytes(), UTF_8).strip());
    }

    @Test
    void coloursAreLeftOutWhereTheyAreNotWanted() throws Exception {
        assertTrue(help(Map.of("CLICOLOR_FORCE", "1")).contains("\u001b["));
        assertFalse(help(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")).contains("\u001b["));
    }

    private String help(Map<String, String> environment) throws Exception {
        try (var process = TidecastProcess.start(directory, environment, "plan", "--help")) {
            assertEquals(0, process.awaitExit(), process.errors());
            return process.output();
        }
    }
}
