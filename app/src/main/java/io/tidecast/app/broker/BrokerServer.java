package io.tidecast.app.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/// A real Kafka broker in this JVM: one node, broker and controller at once, on loopback only.
public final class BrokerServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;

    private BrokerServer(KafkaRaftServer server) {
        this.server = server;
    }

    /// Starts it and returns when it takes clients.
    ///
    /// @param directory  its data; formatted when it holds none yet
    public static BrokerServer start(Path directory, BrokerPorts ports) {
        return start(directory, ports, Map.of());
    }

    /// @param more properties of the broker, over those that it has from here
    static BrokerServer start(Path directory, BrokerPorts ports, Map<String, String> more) {
        Properties settings = settings(directory, ports);
        settings.putAll(more);
        format(directory);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        server.startup();
        return new BrokerServer(server);
    }

    /// What clients give as `bootstrap.servers`.
    public static String address(BrokerPorts ports) {
        return HOST + ":" + ports.broker();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            var formatter = new Formatter();
            formatter.setPrintStream(
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            formatter.setNodeId(1);
            formatter.setClusterId(Uuid.randomUuid().toString());
            formatter.setControllerListenerName("CONTROLLER");
            formatter.setMetadataLogDirectory(directory.toString());
            formatter.addDirectory(directory.toString());
            formatter.setHasDynamicQuorum(false);
            formatter.run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Properties settings(Path directory, BrokerPorts ports) {
        var p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@%s:%d".formatted(HOST, ports.controller()));
        p.put("listeners", "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, ports.broker(), HOST,
                ports.controller()));
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", directory.toString());
        p.put("auto.create.topics.enable", "false");
        oneReplica(p);
        quickStart(p);
        anyTime(p);
        return p;
    }

    private static void oneReplica(Properties p) {
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    /// Few files, little memory, no waiting for a second consumer or for a registration of an earlier, killed broker.
    private static void quickStart(Properties p) {
        p.put("group.min.session.timeout.ms", "1000");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
        p.put("offsets.load.buffer.size", String.valueOf(1 << 20));
        p.put("broker.session.timeout.ms", "1500");
        p.put("broker.heartbeat.interval.ms", "300");
    }

    /// Retention and the limits of timestamps go by the record's time, which is that of the reading: old and future readings must stay.
    private static void anyTime(Properties p) {
        p.put("log.retention.ms", "-1");
        p.put("log.message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE));
    }
}
