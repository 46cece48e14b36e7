package io.tidecast.connectors.fleet;

import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A simulated fleet of sensors, in the order in which its readings arrive: some come late, after newer ones of the same series, some come twice.
/// The same options give the same readings.
public final class SensorFleet implements ReadingSource {
    private static final double LATE_CHANCE = 1.0 / 700;
    private static final int LATEST_STEPS = 6;
    private static final double DUPLICATE_CHANCE = 1.0 / 700;

    private record Site(Weather weather, List<Sensor> sensors) {}

    private final FleetOptions options;
    private final List<Site> sites = new ArrayList<>();
    private final SplittableRandom transport;
    private final Map<Long, List<SeriesReading>> underWay = new HashMap<>();
    private final Queue<SeriesReading> arrived = new ArrayDeque<>();
    private long step;

    public SensorFleet(FleetOptions options) {
        this.options = options;
        var random = new SplittableRandom(options.seed());
        for (String site : options.sites()) {
            var weather = new Weather(random.split());
            var sensors = new ArrayList<Sensor>();
            for (SensorKind kind : SensorKind.values()) {
                sensors.add(new Sensor(site, kind, random.split()));
            }
            sites.add(new Site(weather, sensors));
        }
        transport = random.split();
    }

    @Override
    public boolean hasNext() {
        while (arrived.isEmpty() && (step < options.steps() || !underWay.isEmpty())) {
            sample();
        }
        return !arrived.isEmpty();
    }

    @Override
    public SeriesReading next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return arrived.remove();
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private void sample() {
        if (step < options.steps()) {
            Instant time = options.start()
                    .plusMillis(Math.multiplyExact(step, options.interval().toMillis()));
            Moment now = Moment.of(time);
            for (Site site : sites) {
                site.weather().step();
                site.sensors().forEach(sensor -> send(sensor.read(time, now, site.weather().anomaly())));
            }
        }
        List<SeriesReading> late = underWay.remove(step);
        if (late != null) {
            arrived.addAll(late);
        }
        step++;
    }

    private void send(@Nullable SeriesReading reading) {
        if (reading == null) {
            return;
        }
        if (transport.nextDouble() < LATE_CHANCE) {
            long arrival = step + 1 + transport.nextInt(LATEST_STEPS);
            underWay.computeIfAbsent(arrival, steps -> new ArrayList<>()).add(reading);
            return;
        }
        arrived.add(reading);
        if (transport.nextDouble() < DUPLICATE_CHANCE) {
            arrived.add(reading);
        }
    }
}
