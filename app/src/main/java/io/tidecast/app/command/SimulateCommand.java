package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Feed;
import io.tidecast.app.kafka.Pace;
import io.tidecast.connectors.fleet.FleetOptions;
import io.tidecast.connectors.fleet.SensorFleet;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidecast simulate`.
@Command(name = "simulate", description = {
        "Send the readings of a simulated sensor fleet to a readings topic, until it is stopped or its days are over.",
        "",
        "The fleet has sixteen sensors that report every ten minutes from 2025-01-06 on, with gaps, outliers, late and doubled"
                + " readings. It goes on behind the newest reading of the topic, so a restart sends nothing twice."}, footer = {
                        "", "Examples:",
                        "  tidecast simulate --bootstrap-server localhost:9092",
                        "  tidecast simulate --config tidecast.properties --days 28 --speed max"})
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--days", defaultValue = "36500", paramLabel = "N", description = "Days of readings (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of the fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--speed", converter = PaceConverter.class, defaultValue = "160", paramLabel = "max|N", description = {
            "Readings sent per second, or max (default: ${DEFAULT-VALUE})."})
    private Pace pace = Pace.MAX;

    @Override
    public Integer call() {
        common.require(days > 0, "--days", "at least 1", days);
        common.quietLogs();
        TidecastConfig config = configuration.load();
        ForecastOptions target = config.forecastOptions();
        FleetOptions fleet = FleetOptions.DEFAULT.withSeed(seed).withDays(days);
        try (var stop = StopSignal.listen();
                var source = new After(new SensorFleet(fleet), newest(config, target));
                var feed = Feed.start(source, target.readingsTopic(), Feed.codec(target), pace, stop,
                        config.producerProperties())) {
            System.out.printf(Locale.ROOT, "%d sensors send to %s at %s%n", fleet.sensors(),
                    target.readingsTopic(),
                    config.bootstrapServers());
            while (!feed.finished() && !stop.await(Duration.ofMillis(100))) {
                feed.requireHealthy();
            }
            System.out.printf(Locale.ROOT, "%,d readings sent to %s%n", feed.fed(), target.readingsTopic());
            return (stop.requested() ? ExitCode.INTERRUPTED : ExitCode.OK).number();
        }
    }

    private static Instant newest(TidecastConfig config, ForecastOptions target) {
        try (var kafka = Cluster.connect(config.adminProperties())) {
            if (kafka.partitions(List.of(target.readingsTopic())).isEmpty()) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "there is no topic %s at %s; create it with: tidecast topics create --bootstrap-server %s"
                                .formatted(target.readingsTopic(), config.bootstrapServers(),
                                        config.bootstrapServers()));
            }
            return kafka.newest(target.readingsTopic()).orElse(Instant.MIN);
        }
    }

    /// Leaves out the readings up to a time.
    private static final class After implements ReadingSource {
        private final ReadingSource source;
        private final Instant last;
        private @Nullable SeriesReading next;

        After(ReadingSource source, Instant last) {
            this.source = source;
            this.last = last;
        }

        @Override
        public boolean hasNext() {
            while (next == null && source.hasNext()) {
                SeriesReading candidate = source.next();
                next = candidate.time().isAfter(last) ? candidate : null;
            }
            return next != null;
        }

        @Override
        public SeriesReading next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            SeriesReading reading = next;
            next = null;
            return reading;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
