package io.tidecast.model.forecast;

import io.tidecast.model.forecast.NetworkSettings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;

/// Series with a reading an hour, and what a small forecaster makes of them.
final class HourlySeries {
    static final long START = 1_767_225_600_000L;
    static final long HOUR = 3_600_000;

    private HourlySeries() {}

    /// Of four units, for what does not depend on how well the network forecasts.
    static NetworkSettings tinyNetwork() {
        return new NetworkSettings(Kind.LSTM, 4, 1, 3, 2e-3, 3, 1, 1);
    }

    /// The default experts with a tiny network.
    static ForecasterOptions tiny() {
        return ForecasterOptions.DEFAULT.withNetwork(tinyNetwork());
    }

    /// The default experts but the network.
    static ForecasterOptions withoutNetwork() {
        return tiny().withExperts(ExpertKind.PERSISTENCE, ExpertKind.RLS);
    }

    static long time(int row) {
        return START + row * HOUR;
    }

    static List<Reading> of(int count, IntFunction<double[]> values) {
        var readings = new ArrayList<Reading>();
        for (int i = 0; i < count; i++) {
            readings.add(new Reading(time(i), values.apply(i)));
        }
        return readings;
    }

    /// Independent standard normal values.
    static double[] whiteNoise(long seed, int count) {
        var random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /// A daily wave of amplitude 5 around 20 with autocorrelated noise.
    static List<Reading> wave(long seed, int count) {
        double[] noise = whiteNoise(seed, count);
        for (int i = 1; i < count; i++) {
            noise[i] = 0.8 * noise[i - 1] + 0.3 * noise[i];
        }
        return of(count, i -> new double[]{20 + 5 * StrictMath.sin(2 * Math.PI * i / 24) + noise[i]});
    }

    /// The forecasts after each reading; the first reading must have a value.
    static List<Forecast> run(Forecaster forecaster, List<Reading> readings) {
        return readings.stream().map(reading -> Objects.requireNonNull(forecaster.step(reading))).toList();
    }

    static List<Forecast> run(ForecasterOptions options, List<Reading> readings) {
        return run(new Forecaster(options), readings);
    }

    /// Mean squared error of the resolved forecasts from a row on.
    static double meanSquaredError(List<Forecast> forecasts, int field, int horizon, int fromRow) {
        return forecasts.subList(fromRow, forecasts.size()).stream()
                .map(forecast -> forecast.fields().get(field).horizons().get(horizon - 1).resolved())
                .filter(Objects::nonNull).mapToDouble(resolved -> resolved.error() * resolved.error())
                .average().orElseThrow();
    }

    /// Mean squared error that the last value had in their place.
    static double lastValueSquaredError(List<Forecast> forecasts, int field, int horizon, int fromRow) {
        return forecasts.subList(fromRow, forecasts.size()).stream()
                .map(forecast -> forecast.fields().get(field).horizons().get(horizon - 1).resolved())
                .filter(Objects::nonNull)
                .mapToDouble(resolved -> resolved.lastValueError() * resolved.lastValueError())
                .average().orElseThrow();
    }
}
