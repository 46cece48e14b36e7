package io.tidecast.app.broker;

import ch.qos.logback.classic.Level;
import io.tidecast.app.log.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.utils.Exit;

/// The entry point of the broker's own JVM: says READY on standard output, errors on standard error, and lives as long as its standard input is open, that is,
/// as long as its parent lives, however that ends.
final class BrokerMain {
    static final String READY = "READY";

    private BrokerMain() {}

    /// Runs the broker until the parent is gone.
    ///
    /// @param args  work directory, broker port, controller port
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Logs.silent().level("org.apache.kafka", Level.INFO).level("kafka", Level.INFO)
                .toFile(logFile(directory))
                .toStandardError(Level.ERROR);
        Exit.setExitProcedure((status, message) -> Runtime.getRuntime().halt(status));
        var parentGone = new CountDownLatch(1);
        outliveCtrlC(parentGone);
        try {
            BrokerServer broker = BrokerServer.start(directory.resolve("data"),
                    new BrokerPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2])));
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // The parent sends nothing; the end of the stream is the message.
            }
            broker.close();
        } catch (RuntimeException e) {
            System.err.println("cannot start: " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
        parentGone.countDown();
    }

    static Path logFile(Path directory) {
        return directory.resolve("broker.log");
    }

    /// Ctrl-C reaches every process of the terminal at once, but the parent still needs the broker to stop in order.
    private static void outliveCtrlC(CountDownLatch parentGone) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                parentGone.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "await-parent"));
    }
}
