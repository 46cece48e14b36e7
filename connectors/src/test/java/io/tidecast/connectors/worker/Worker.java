package io.tidecast.connectors.worker;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/// A distributed worker of one node with exactly-once sources, in a JVM of its own. It finds the connectors where a user's worker does:
/// in the packaged plugin directory, not on its class path.
public final class Worker implements AutoCloseable {
    /// What the plugin must bring itself.
    private static final Pattern OF_THE_PLUGIN = Pattern.compile(
            ".*(tidecast-|/target/classes|hivemq|netty|rxjava|dataformat-csv|/avro).*");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path config;
    private final Path log;
    private final int port;
    private Process process;

    private Worker(Path config, Path log, int port) throws IOException {
        this.config = config;
        this.log = log;
        this.port = port;
        process = launch();
    }

    /// Starts it; [#awaitReady] says when it is up.
    static Worker start(Path directory, String group, String bootstrapServers) throws IOException {
        Files.createDirectories(directory);
        int port = LoopbackPorts.free();
        Path config = directory.resolve(group + ".properties");
        try (var out = Files.newBufferedWriter(config)) {
            properties(group, bootstrapServers, port).store(out, null);
        }
        Path logs = Files.createDirectories(Path.of(System.getProperty("worker.logs")));
        Path log = logs.resolve(group + ".log");
        Files.deleteIfExists(log);
        return new Worker(config, log, port);
    }

    /// Kills it as `kill -9` does and starts it again.
    public void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = launch();
    }

    /// Creates a connector, or changes it.
    public void put(String name, Map<String, String> properties) {
        HttpResponse<String> response = send("PUT", "/connectors/" + name + "/config", properties);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("connector %s was refused: %s".formatted(name, response.body()));
        }
    }

    /// What the worker says about a configuration.
    public JsonNode validate(String connectorClass, Map<String, String> properties) {
        return json(send("PUT", "/connector-plugins/" + connectorClass + "/config/validate", properties));
    }

    /// The plugins that it found.
    public JsonNode plugins() {
        return json(send("GET", "/connector-plugins", null));
    }

    /// The stated source offsets of a connector.
    public JsonNode offsets(String name) {
        return json(send("GET", "/connectors/" + name + "/offsets", null));
    }

    /// State of a connector's first task, with the reason if it has failed.
    public String taskState(String name) {
        JsonNode task = json(send("GET", "/connectors/" + name + "/status", null)).path("tasks").path(0);
        return task.path("state").asText("NONE") + task.path("trace").asText("");
    }

    /// Stops a connector and keeps its offsets.
    public void stop(String name) {
        send("PUT", "/connectors/" + name + "/stop", Map.of());
        Eventually.holds(START_LIMIT, () -> name + " goes on", () -> {
            JsonNode status = json(send("GET", "/connectors/" + name + "/status", null));
            return status.path("connector").path("state").asText().equals("STOPPED")
                    && status.path("tasks").isEmpty();
        });
    }

    /// Sets an offset of a stopped connector.
    public void alterOffset(String name, Map<String, ?> partition, Map<String, ?> offset) {
        HttpResponse<String> response = send("PATCH", "/connectors/" + name + "/offsets",
                Map.of("offsets", List.of(Map.of("partition", partition, "offset", offset))));
        if (response.statusCode() != 200) {
            throw new AssertionError("the offset of %s was refused: %s".formatted(name, response.body()));
        }
    }

    /// Goes on.
    public void resume(String name) {
        send("PUT", "/connectors/" + name + "/resume", Map.of());
    }

    /// Removes a connector.
    public void delete(String name) {
        send("DELETE", "/connectors/" + name, null);
    }

    /// Waits until it answers and has read its configuration.
    public void awaitReady() {
        Eventually.holds(START_LIMIT, () -> "the worker is not up: " + lastWords(), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the worker ended: " + lastWords());
            }
            return ready();
        });
    }

    private boolean ready() {
        try {
            return send("GET", "/health", null).statusCode() == 200;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /// The end of its log.
    public String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private HttpResponse<String> send(String method, String path,
            @org.jspecify.annotations.Nullable Object body) {
        try {
            var content = body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body));
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Content-Type", "application/json").timeout(Duration.ofMinutes(1))
                    .method(method, content).build();
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + response.body(), e);
        }
    }

    private Process launch() throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !OF_THE_PLUGIN.matcher(entry).matches())
                .collect(joining(File.pathSeparator));
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath,
                RunUntilParentEnds.class.getName(), config.toString());
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /// The shipped ones, with this test's addresses and no long waits for a worker that was killed.
    private static Properties properties(String group, String bootstrapServers, int port) throws IOException {
        var p = new Properties();
        try (var shipped = Files.newBufferedReader(Path.of("src/main/config/worker.properties"))) {
            p.load(shipped);
        }
        p.put("bootstrap.servers", bootstrapServers);
        p.put("group.id", group);
        for (String storage : List.of("config", "offset", "status")) {
            p.put(storage + ".storage.topic", group + "-" + storage);
        }
        p.put("listeners", "http://127.0.0.1:" + port);
        p.put("plugin.path", pluginPath());
        p.put("plugin.discovery", "service_load");
        p.put("producer.transaction.timeout.ms", "4000");
        p.put("session.timeout.ms", "4000");
        p.put("heartbeat.interval.ms", "1000");
        p.put("scheduled.rebalance.max.delay.ms", "0");
        return p;
    }

    private static String pluginPath() {
        String plugin = System.getProperty("plugin.directory");
        String debezium = System.getProperty("debezium.directory");
        return Files.isDirectory(Path.of(debezium)) ? plugin + "," + debezium : plugin;
    }
}
