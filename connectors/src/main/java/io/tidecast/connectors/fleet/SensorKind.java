package io.tidecast.connectors.fleet;

import java.util.Locale;

/// What a sensor measures: its level from the time and the site's weather, and the size of what is its own.
enum SensorKind {
    /// Degrees Celsius: warm in the afternoon, follows the weather.
    TEMPERATURE(0.12, 0.4) {
        @Override
        double level(Moment now, double weather) {
            return 12 + 5 * now.daily(15.0 / 24) + 3.5 * weather;
        }
    },
    /// Per cent: the mirror of temperature.
    HUMIDITY(0.5, 1.5) {
        @Override
        double level(Moment now, double weather) {
            return Math.clamp(68 - 11 * now.daily(15.0 / 24) - 6 * weather, 5, 100);
        }
    },
    /// Millimetres per second: machines run in working hours.
    VIBRATION(0.05, 0.2) {
        @Override
        double level(Moment now, double weather) {
            return 0.6 + 2.2 * now.load();
        }
    },
    /// Kilowatts: machines in working hours, heating on cold days.
    POWER(0.9, 2.5) {
        @Override
        double level(Moment now, double weather) {
            return 18 + 42 * now.load() + 3 * Math.max(0, 2 - now.daily(15.0 / 24) - weather);
        }
    };

    private final double noise;
    private final double wander;

    SensorKind(double noise, double wander) {
        this.noise = noise;
        this.wander = wander;
    }

    abstract double level(Moment now, double weather);

    /// Standard deviation of the noise that each reading has anew.
    double noise() {
        return noise;
    }

    /// Standard deviation of the sensor's own slow wandering.
    double wander() {
        return wander;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
