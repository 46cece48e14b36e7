package io.tidecast.app.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The commands of all pages: a shell runs them page by page as they stand there, but for addresses, and they print what the page says. Left out are
/// those that other tests run, and blocks of which the page says why. Needs the packaged plugin for Kafka Connect, so it runs after `package`.
class PagesIT {
    /// Where a command takes a size, a small one; the commands as regular expressions.
    private static final Map<String, String> SMALL = Map.of(
            "(?m)^(\\./tidecast demo)(?= *$| +#)", "$1 --days 1 --speed max",
            "--days 14", "--days 1",
            "--standardise-rows 0:2880", "--standardise-rows 0:200",
            "--score-rows 3600:14400", "--score-rows 300:400",
            "--configurations 81 --rounds 4", "--configurations 9 --rounds 2");
    private static final Page WORKER = Page.read("docs/feeds/connect.md");
    private static final String TO_WORKER = "[worker](connect.md)";

    @TempDir
    private Path directory;

    static List<Page> pagesWithCommands() throws IOException {
        return Page.all().stream().filter(page -> !page.commands().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void theCommandsOfThePageDoWhatItSays(Page page) throws Exception {
        BrokerPorts ports = BrokerPorts.free(0);
        Addresses addresses = Addresses.of(BrokerServer.address(ports), directory);
        try (var _ = BrokerServer.start(directory.resolve("broker"), ports);
                var _ = page.runs("mosquitto_") ? Mosquitto.start(directory, addresses.mqtt()) : null;
                var _ = page.runs("psql ") ? Postgres.start(addresses.postgres()) : null;
                var influx = page.runs("influx-sink") ? Influx.start(directory, addresses.influx()) : null) {
            var shell = new Shell(directory);
            shell.addWorker(addresses);
            List<String> commands = commands(page);
            if (influx != null) {
                commands.add(influx.show());
            }
            commands.replaceAll(block -> addresses.in(small(block)));
            assertPrinted(page.output(), shell.run(commands, addresses));
        }
    }

    /// The blocks of a page; where it says that a worker is needed, one is started.
    private static List<String> commands(Page page) {
        var blocks = new ArrayList<>(page.commands());
        if (page.text().contains(TO_WORKER)) {
            int line = page.line(TO_WORKER);
            long before = blocks.stream().filter(block -> block.line() < line).count();
            blocks.add((int) before, WORKER.commands().getFirst());
        }
        return new ArrayList<>(blocks.stream().map(Page.Block::content).toList());
    }

    private static String small(String commands) {
        String smaller = commands;
        for (var size : SMALL.entrySet()) {
            smaller = smaller.replaceAll(size.getKey(), size.getValue());
        }
        return smaller;
    }

    /// Every line of what a page says is printed must be; ` ... ` stands for anything.
    private static void assertPrinted(String said, String printed) {
        said.lines().flatMap(line -> Stream.of(Pattern.compile(" ... ", Pattern.LITERAL).split(line, -1)))
                .forEach(part -> assertTrue(printed.contains(part),
                        () -> "'%s' is not in:\n%s".formatted(part, printed)));
    }
}
