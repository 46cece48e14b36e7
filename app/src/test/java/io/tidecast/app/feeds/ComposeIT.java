package io.tidecast.app.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.docs.Page;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// docker-compose.yml, run by the commands of the README. Needs the packaged jars, so it runs after `package`. `ComposeScaleIT` does it by the
/// older generation of the command.
class ComposeIT {
    /// Of a process that SIGTERM ended; 137 would be the SIGKILL after the grace period.
    private static final String STOPPED = "143";

    @Test
    void theDemoComesUpHealthyIsScaledStopsAndLeavesNothing() throws Exception {
        ComposeProject project = ComposeProject.of("docker compose");
        Iterator<String> commands = Page.read("README.md").commandsWith("docker compose ").iterator();
        try (project) {
            project.runAsOnPage(commands.next());
            project.awaitHealthy("kafka", 1);
            project.awaitHealthy("tidecast", 1);
            project.awaitHealthy("prometheus", 1);
            String shown = project.runAsOnPage(commands.next());
            assertTrue(shown.contains("\"issuedAt\":"), shown);
            project.awaitForecasts(100);
            project.awaitMonitored();
            project.runAsOnPage(commands.next());
            project.awaitHealthy("tidecast", 2);
            project.awaitForecasts(1000);
            assertEquals(List.of("0"), project.inspect("topics", "{{.State.ExitCode}}"));
            assertEquals(List.of("true 10001:10001", "true 10001:10001"),
                    project.inspect("tidecast", "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}"));
            project.compose("stop");
            assertEquals(List.of(STOPPED, STOPPED), project.inspect("tidecast", "{{.State.ExitCode}}"));
            assertEquals(List.of(STOPPED), project.inspect("simulator", "{{.State.ExitCode}}"));
            project.runAsOnPage(commands.next());
            assertFalse(commands.hasNext());
            project.assertNothingIsLeft();
        }
    }
}
