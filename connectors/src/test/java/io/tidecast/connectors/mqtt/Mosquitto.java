package io.tidecast.connectors.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import io.tidecast.connectors.worker.Eventually;
import io.tidecast.connectors.worker.LoopbackPorts;
import io.tidecast.connectors.worker.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A real Mosquitto on a free loopback port, as a process of its own.
final class Mosquitto implements AutoCloseable {
    private final Path program;
    private final Path config;
    private final int port;
    private Process process;

    private Mosquitto(Path program, Path config, int port) throws IOException {
        this.program = program;
        this.config = config;
        this.port = port;
        process = launch();
    }

    /// Starts it, or skips the test.
    ///
    /// @param settings  lines of its configuration after its listener
    static Mosquitto start(Path directory, String... settings) throws IOException {
        Path program = Requirement.MOSQUITTO.require();
        int port = LoopbackPorts.free();
        var lines = new java.util.ArrayList<>(
                List.of("user root", "max_queued_messages 0", "listener " + port + " 127.0.0.1"));
        lines.addAll(List.of(settings));
        return new Mosquitto(program, Files.write(directory.resolve("mosquitto.conf"), lines), port);
    }

    int port() {
        return port;
    }

    String uri() {
        return "mqtt://127.0.0.1:" + port;
    }

    /// A client that is connected.
    Mqtt5BlockingClient client() {
        var client = Mqtt5Client.builder().identifier("").serverHost("127.0.0.1").serverPort(port)
                .buildBlocking();
        client.connect();
        return client;
    }

    /// Publishes messages in this order and returns when it has them.
    void publish(String topic, List<String> payloads) {
        var client = client();
        payloads.forEach(payload -> client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)).send());
        client.disconnect();
    }

    /// Kills it as `kill -9` does and starts it again; it has forgotten all sessions.
    void killAndRestart() throws IOException, InterruptedException {
        kill();
        restart();
    }

    /// Kills it as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again at the same port.
    void restart() throws IOException {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process launch() throws IOException {
        Process started = new ProcessBuilder(program.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Eventually.holds(Duration.ofSeconds(30), () -> "mosquitto takes no connection", () -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return started;
    }
}
