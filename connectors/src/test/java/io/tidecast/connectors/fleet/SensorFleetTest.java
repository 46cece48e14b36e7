package io.tidecast.connectors.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.connectors.reading.SeriesReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorFleetTest {
    private static final List<SeriesReading> FLEET = readings(FleetOptions.DEFAULT);

    @Test
    void sendsTheSameReadingsForTheSameSeed() {
        assertEquals(FLEET, readings(FleetOptions.DEFAULT));
        assertNotEquals(FLEET, readings(FleetOptions.DEFAULT.withSeed(2)));
    }

    @Test
    void hasOneSensorOfEachKindAtEachSite() {
        var keys = new HashSet<String>();
        FLEET.forEach(reading -> keys.add(reading.key()));
        assertEquals(FleetOptions.DEFAULT.sensors(), keys.size());
        assertTrue(keys.containsAll(
                List.of("harbour/temperature", "hill/humidity", "mill/vibration", "valley/power")));
    }

    @Test
    void hasMissingValuesSilencesLateAndDuplicateReadings() {
        Map<String, Instant> newest = new HashMap<>();
        int noValue = 0;
        int gaps = 0;
        int late = 0;
        int duplicates = 0;
        for (SeriesReading reading : FLEET) {
            Instant before = newest.get(reading.key());
            noValue += reading.value() == null ? 1 : 0;
            if (before != null) {
                late += reading.time().isBefore(before) ? 1 : 0;
                duplicates += reading.time().equals(before) ? 1 : 0;
                gaps += Duration.between(before, reading.time()).toMinutes() > 10 ? 1 : 0;
            }
            if (before == null || reading.time().isAfter(before)) {
                newest.put(reading.key(), reading.time());
            }
        }
        assertTrue(noValue > 20 && gaps > 20 && late > 20 && duplicates > 20,
                "no value %d, gaps %d, late %d, duplicates %d".formatted(noValue, gaps, late, duplicates));
    }

    @Test
    void hasSpikesOfOneReading() {
        List<Double> vibration = values("mill/vibration");
        double noise = SensorKind.VIBRATION.noise();
        long spikes = 0;
        for (int i = 1; i + 1 < vibration.size(); i++) {
            double height = vibration.get(i) - (vibration.get(i - 1) + vibration.get(i + 1)) / 2;
            spikes += height > 10 * noise ? 1 : 0;
        }
        assertTrue(spikes > 0, "no spike");
    }

    @Test
    void hasLevelShiftsThatStay() {
        var sensor = new Sensor("a", SensorKind.VIBRATION, new java.util.SplittableRandom(3));
        Moment night = Moment.of(Instant.parse("2025-01-06T02:00:00Z"));
        var values = new ArrayList<Double>();
        for (int i = 0; i < 20_000; i++) {
            SeriesReading reading = sensor.read(Instant.EPOCH, night, 0);
            if (reading != null && reading.value() != null) {
                values.add(reading.value());
            }
        }
        int shifts = 0;
        for (int i = 20; i + 20 < values.size(); i++) {
            double jump = Math.abs(median(values.subList(i, i + 20)) - median(values.subList(i - 20, i)));
            shifts += jump > 5 * SensorKind.VIBRATION.noise() ? 1 : 0;
        }
        assertTrue(shifts > 0, "no shift");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @Test
    void runsMachinesInWorkingHoursOfWorkingDays() {
        Moment mondayNoon = Moment.of(Instant.parse("2025-01-06T12:00:00Z"));
        Moment mondayNight = Moment.of(Instant.parse("2025-01-06T02:00:00Z"));
        Moment sundayNoon = Moment.of(Instant.parse("2025-01-12T12:00:00Z"));
        assertTrue(mondayNoon.load() > 0.9 && mondayNight.load() < 0.1 && sundayNoon.load() < 0.3);
    }

    @Test
    void wandersWithVarianceOne() {
        var weather = new Weather(new java.util.SplittableRandom(7));
        double square = 0;
        int steps = 2_000_000;
        for (int i = 0; i < steps; i++) {
            weather.step();
            square += weather.anomaly() * weather.anomaly();
        }
        // Memory of 1 / (1 - 0.998) = 500 steps: about 4,000 independent values, so the variance is known to 2 %, one sigma.
        assertEquals(1, square / steps, 0.1);
    }

    private static List<Double> values(String key) {
        return FLEET.stream().filter(r -> r.key().equals(key)).map(SeriesReading::value)
                .filter(java.util.Objects::nonNull).toList();
    }

    private static List<SeriesReading> readings(FleetOptions options) {
        var readings = new ArrayList<SeriesReading>();
        try (var fleet = new SensorFleet(options)) {
            fleet.forEachRemaining(readings::add);
        }
        return readings;
    }
}
