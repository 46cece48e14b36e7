package io.tidecast.app.docs;

import static java.util.stream.Collectors.joining;

import io.tidecast.app.broker.BrokerPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What pages say of addresses and directories of a machine, and what a test has instead.
record Addresses(String broker, int rest, int mqtt, int web, int otherWeb, int influx, int postgres,
        Path directory) {
    static Addresses of(String broker, Path directory) throws IOException {
        return new Addresses(broker, freePort(), freePort(), freePort(), freePort(), freePort(),
                freePort(), directory);
    }

    private static int freePort() throws IOException {
        return BrokerPorts.free(0).broker();
    }

    private Map<String, String> replacements() {
        var replacements = new LinkedHashMap<String, String>();
        replacements.put("/tmp/", directory + "/");
        replacements.put("localhost:9092", broker);
        replacements.put("/opt/connect-plugins", directory.resolve("plugins").toString());
        replacements.put("localhost:8083", "localhost:" + rest);
        replacements.put("127.0.0.1:8083", "127.0.0.1:" + rest);
        replacements.put("localhost:1883", "localhost:" + mqtt);
        replacements.put("-p 1883", "-p " + mqtt);
        replacements.put("localhost:8086", "localhost:" + influx);
        replacements.put("localhost:5432", "localhost:" + postgres);
        replacements.put("9464", Integer.toString(web));
        replacements.put("9465", Integer.toString(otherWeb));
        return replacements;
    }

    /// Where programs are told such things by variables.
    Map<String, String> environment() {
        return Map.of("TIDECAST_WEB_PORT", Integer.toString(web), "PGHOST", "127.0.0.1", "PGPORT",
                Integer.toString(postgres), "PGUSER", Postgres.USER);
    }

    /// The commands with this test's addresses.
    String in(String commands) {
        String changed = commands;
        for (var replacement : replacements().entrySet()) {
            changed = changed.replace(replacement.getKey(), replacement.getValue());
        }
        return changed;
    }

    /// A command that does the same to files.
    String edit(String files) {
        return replacements().entrySet().stream()
                .map(each -> "s|%s|%s|g".formatted(each.getKey(), each.getValue()))
                .collect(joining("; ", "sed -i '", "' " + files));
    }
}
