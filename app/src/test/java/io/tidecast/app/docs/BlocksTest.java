package io.tidecast.app.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What stands in blocks that `PagesIT` does not run.
class BlocksTest {
    @Test
    void theCommandsOfOtherTestsStandWhereTheseLook() throws IOException {
        for (Page page : Page.all()) {
            assertEquals(List.of(), page.ofOtherTests().stream()
                    .filter(line -> !Page.OF_OTHER_TESTS.matcher(line).find()).toList(), page.name());
            assertEquals(page.name().equals("README.md"), !page.commandsWith("docker compose ").isEmpty(),
                    page.name());
            assertEquals(page.name().equals("docs/tutorials/embed.md"),
                    !page.commandsWith(" install").isEmpty(),
                    page.name());
        }
    }

    @Test
    void theMachineRunsWhatTheReadmeSays() {
        assertTrue(Page.read("README.md").text().contains("\n./mvnw verify "));
        assertTrue(Page.read(".ci/run").text().matches("(?s).*\n(exec )?\\./mvnw [^\n]*\\bverify\\b.*"));
    }

    @Test
    void theForecastOfTheReadmeIsOne() throws BadRecordException {
        String shown = Page.read("README.md").blocks().stream().filter(block -> block.kind().equals("json"))
                .map(Page.Block::content).findFirst().orElseThrow();
        assertEquals("mill/humidity",
                RecordCodec.forecasts(RecordFormat.JSON).decode(shown.getBytes(UTF_8)).getKey());
    }
}
