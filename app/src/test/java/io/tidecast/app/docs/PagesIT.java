package io.tidecast.app.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The commands of all pages: a shell runs them page by page as they stand there, but for addresses, and they print what the page says. Left out are
/// blocks of which the page says why. Needs the packaged plugin for Kafka Connect, so it runs after `package`.
class PagesIT {
    /// Where a command takes a size, a small one; the commands as regular expressions.
    private static final Map<String, String> SMALL = Map.of(
            "(?m)^(\\./tidecast demo)(?= *$| +#)", "$1 --days 1 --speed max",
            "--configurations 81 --rounds 4", "--configurations 9 --rounds 2");
    private static final Page WORKER = Page.read("docs/feeds/connect.md");

    @TempDir
    private Path directory;

    static List<Page> pagesWithCommands() throws IOException {
        // A worker is started on each of the pages that need one.
        return Page.all().stream().filter(page -> !page.commands().isEmpty() && !page.equals(WORKER))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void theCommandsOfThePageDoWhatItSays(Page page) throws Exception {
        boolean mqtt = page.commands().contains("mosquitto_");
        boolean worker = page.text().contains("[worker](connect.md)");
        BrokerPorts ports = BrokerPorts.free(0);
        Addresses addresses = Addresses.of(BrokerServer.address(ports), directory);
        try (var _ = BrokerServer.start(directory.resolve("broker"), ports);
                var _ = mqtt ? Mosquitto.start(directory, addresses.mqtt()) : null) {
            var shell = new Shell(directory);
            if (worker) {
                shell.addWorker(addresses);
            }
            List<Page> pages = worker ? List.of(WORKER, page) : List.of(page);
            String commands = pages.stream().map(Page::commands).reduce("", String::concat);
            for (var size : SMALL.entrySet()) {
                commands = commands.replaceAll(size.getKey(), size.getValue());
            }
            String printed = shell.run(addresses.in(commands), addresses);
            pages.forEach(each -> assertPrinted(each.output(), printed));
        }
    }

    /// Every line of what a page says is printed must be; ` ... ` stands for anything.
    private static void assertPrinted(String said, String printed) {
        said.lines().flatMap(line -> Stream.of(Pattern.compile(" ... ", Pattern.LITERAL).split(line, -1)))
                .forEach(part -> assertTrue(printed.contains(part),
                        () -> "'%s' is not in:\n%s".formatted(part, printed)));
    }
}
