package io.tidecast.connectors.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The size and the seed of a simulated fleet; each site has one sensor of each kind.
///
/// @param sites     names of the sites
/// @param start     time of the first readings
/// @param interval  time between two readings of a sensor
/// @param steps     sampling times, [Long#MAX_VALUE]: without end
/// @param seed      the same seed gives the same readings
public record FleetOptions(List<String> sites, Instant start, Duration interval, long steps, long seed) {
    /// Four weeks of ten-minute readings of sixteen sensors, from a Monday.
    public static final FleetOptions DEFAULT = new FleetOptions(List.of("harbour", "hill", "mill", "valley"),
            Instant.parse("2025-01-06T00:00:00Z"), Duration.ofMinutes(10), 4 * 7 * 144, 1);

    public FleetOptions {
        sites = List.copyOf(sites);
        if (sites.isEmpty() || steps < 1 || interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a fleet needs a site, a step and an interval of 1 ms or more; got %d sites, %d steps, %s"
                            .formatted(sites.size(), steps, interval));
        }
    }

    /// The same for so many days.
    public FleetOptions withDays(int days) {
        return new FleetOptions(sites, start, interval, Duration.ofDays(days).dividedBy(interval), seed);
    }

    /// The same fleet with other weather and other faults.
    public FleetOptions withSeed(long newSeed) {
        return new FleetOptions(sites, start, interval, steps, newSeed);
    }

    /// Sensors in all.
    public int sensors() {
        return sites.size() * SensorKind.values().length;
    }
}
