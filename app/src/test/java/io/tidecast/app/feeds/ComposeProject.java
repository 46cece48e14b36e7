package io.tidecast.app.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Answer;
import io.tidecast.app.kafka.AnswerTail;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// docker-compose.yml as a project of its own, with ports of its own; `down -v` at the end.
final class ComposeProject implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final List<String> COMMANDS = List.of("docker compose", "docker-compose");

    private final List<String> compose;
    final String name = "tidecast-test-" + ProcessHandle.current().pid();
    private final int kafkaPort;
    private final int prometheusPort;

    private ComposeProject(String command) {
        compose = List.of(command.split(" ", -1));
        BrokerPorts ports = BrokerPorts.free(0);
        kafkaPort = ports.broker();
        prometheusPort = ports.controller();
    }

    String compose(String... arguments) throws IOException, InterruptedException {
        return run(Stream
                .concat(Stream.concat(compose.stream(), Stream.of("-p", name)), Stream.of(arguments))
                .toList());
    }

    /// Runs a line of a page in a shell: in the background what stays in the foreground there, without a terminal, and up to the first record
    /// what goes on for ever. The jars are packaged already.
    String runAsOnPage(String line) throws IOException, InterruptedException {
        return run(List.of("bash", "-c", line.replace("./mvnw -DskipTests package && ", "")
                .replace("up --build", "up -d --build").replace(" exec ", " exec -T ")
                .replace("--topic forecasts", "--topic forecasts --max-messages 1")
                .replace("docker compose ", String.join(" ", compose) + " ")));
    }

    String run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(new java.io.File(".."));
        builder.environment().put("COMPOSE_PROJECT_NAME", name);
        builder.environment().put("KAFKA_PORT", Integer.toString(kafkaPort));
        builder.environment().put("PROMETHEUS_PORT", Integer.toString(prometheusPort));
        builder.environment().put("WEB_PORTS", "0");
        Process process = builder.redirectErrorStream(true).start();
        String output;
        try (InputStream lines = process.getInputStream()) {
            output = new String(lines.readAllBytes(), UTF_8);
        }
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
        return output;
    }

    /// The ids of a service's containers.
    List<String> containers(String service) throws IOException, InterruptedException {
        return list("ps", "-aq", "--filter", "label=com.docker.compose.project=" + name, "--filter",
                "label=com.docker.compose.service=" + service);
    }

    List<String> inspect(String service, String format) throws IOException, InterruptedException {
        var shown = new ArrayList<String>();
        for (String container : containers(service)) {
            shown.addAll(list("inspect", "--format", format, container));
        }
        return shown;
    }

    List<String> list(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList()).lines().toList();
    }

    void awaitHealthy(String service, int instances) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<String> states = List.of();
        while (System.nanoTime() < deadline) {
            states = inspect(service, "{{.State.Health.Status}}");
            if (states.size() == instances && states.stream().allMatch("healthy"::equals)) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
        throw new AssertionError(
                "%s: %s\n%s".formatted(service, states, compose("logs", "--tail", "50")));
    }

    void awaitForecasts(int count) {
        TidecastConfig config = TidecastConfig.load(null,
                Map.of("bootstrap.servers", bootstrapServers()));
        long issued = 0;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var tail = new AnswerTail(config.forecastOptions(), config.consumerProperties())) {
            while (issued < count && System.nanoTime() < deadline) {
                issued += tail.poll(PAUSE).stream().filter(Answer.Issued.class::isInstance).count();
            }
        }
        assertTrue(issued >= count, "forecasts: " + issued);
    }

    /// Waits until an address answers with a text in it.
    void awaitAnswer(String address, String text) throws InterruptedException {
        String last = "";
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                try {
                    last = client.send(HttpRequest.newBuilder(URI.create(address)).build(),
                            HttpResponse.BodyHandlers.ofString()).body();
                    if (last.contains(text)) {
                        return;
                    }
                } catch (IOException e) {
                    last = e.toString();
                }
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
        throw new AssertionError("%s: no %s in %s".formatted(address, text, last));
    }

    /// The page answers, for whichever instance is the first one, and Prometheus scrapes it by rules that it understands.
    void awaitMonitored() throws IOException, InterruptedException {
        String page = "http://" + compose("port", "tidecast", "9464").strip() + "/";
        awaitAnswer(page, "<title>Tidecast</title>");
        awaitAnswer(page + "health/ready", "RUNNING");
        awaitAnswer(page + "keys?limit=1", "\"error\":");
        String prometheus = "http://127.0.0.1:" + prometheusPort + "/api/v1/";
        awaitAnswer(prometheus + "targets", "\"health\":\"up\"");
        awaitAnswer(prometheus + "query?query=tidecast_running", "\"1\"");
        compose("exec", "-T", "prometheus", "promtool", "check", "rules",
                "/etc/prometheus/tidecast-rules.yml");
    }

    void assertNothingIsLeft() throws IOException, InterruptedException {
        String label = "label=com.docker.compose.project=" + name;
        assertEquals(List.of(), list("ps", "-aq", "--filter", label));
        assertEquals(List.of(), list("volume", "ls", "-q", "--filter", label));
        assertEquals(List.of(), list("network", "ls", "-q", "--filter", label));
    }

    @Override
    public void close() throws IOException {
        try {
            compose("down", "-v", "--remove-orphans");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; docker compose -p %s down -v cleans up".formatted(name),
                    e);
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// With this command, or skips the test; one of the two commands is enough.
    static ComposeProject of(String command) {
        boolean engine = works("docker", "info");
        Required.TIDECAST_REQUIRE_DOCKER.unless(
                engine && COMMANDS.stream().anyMatch(ComposeProject::isInstalled),
                "there is no Docker engine with docker compose");
        assumeTrue(isInstalled(command), "skipped: there is no " + command);
        return new ComposeProject(command);
    }

    private static boolean isInstalled(String command) {
        return works(Stream.concat(Stream.of(command.split(" ", -1)), Stream.of("version"))
                .toArray(String[]::new));
    }
}
