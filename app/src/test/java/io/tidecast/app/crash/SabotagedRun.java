package io.tidecast.app.crash;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.topology.Sabotage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;

/// A pipeline with a fault built in, as `tidecast run` would run it.
final class SabotagedRun {
    private SabotagedRun() {}

    /// Runs it until it is killed.
    ///
    /// @param args a [Sabotage], a configuration file
    public static void main(String[] args) throws InterruptedException {
        RunUntilParentEnds.watch();
        TidecastConfig config = TidecastConfig.load(Path.of(args[1]), Map.of());
        var properties = new Properties();
        properties.putAll(config.streamsProperties());
        var stopped = new CountDownLatch(1);
        var streams = new KafkaStreams(Sabotage.valueOf(args[0]).topology(config.forecastOptions()),
                properties);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.close();
            stopped.countDown();
        }));
        streams.start();
        stopped.await();
    }
}
