package io.tidecast.topology;

import io.tidecast.model.forecast.Reading;
import io.tidecast.topology.LiveForecasters.Ahead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Forecasts many steps ahead by feeding a frozen copy of a series its own forecasts as readings, or what a scenario supposes.
final class FreeRun {
    private final Scenario scenario;

    FreeRun(Scenario scenario) {
        this.scenario = scenario;
    }

    /// Goes on from the present.
    ///
    /// @param series a copy; it changes
    /// @return one for each step; none as long as the series has no forecast
    List<Ahead> from(Series series) {
        series.apply(new SeriesInput.Commanded(new Control(Control.Kind.FREEZE, Double.NaN)));
        var forecasts = new ArrayList<Ahead>(scenario.steps());
        for (int step = 1; step <= scenario.steps(); step++) {
            Reading expected = series.expected();
            if (expected == null) {
                break;
            }
            forecasts.add(new Ahead(step, Instant.ofEpochMilli(expected.time()),
                    Arrays.stream(expected.values()).boxed().toList()));
            if (series.apply(new SeriesInput.Observed(supposed(expected, step))) == null) {
                break;
            }
        }
        return forecasts;
    }

    /// Takes again what has happened since the last snapshot, with the last readings replaced, and goes on from there.
    ///
    /// @throws IllegalArgumentException if more readings are replaced than there are
    List<Ahead> from(StoredSeries.Past past) {
        long readings = past.since().stream().filter(SeriesInput.Observed.class::isInstance).count();
        if (scenario.replaced().size() > readings) {
            throw new IllegalArgumentException(
                    "at most the last %d readings, those since the last snapshot, can be replaced at the moment, got %d"
                            .formatted(readings, scenario.replaced().size()));
        }
        Series series = past.before();
        if (readings == 0) {
            // There is no reading to come with something else ahead.
            series.suppose(scenario.ahead());
        }
        for (SeriesInput input : past.since()) {
            series.apply(input instanceof SeriesInput.Observed observed
                    ? replaced(observed, --readings)
                    : input);
        }
        return from(series);
    }

    /// @param back readings between it and the newest one
    private SeriesInput.Observed replaced(SeriesInput.Observed input, long back) {
        Reading reading = input.reading();
        int at = (int) (scenario.replaced().size() - 1 - back);
        double[] values = at >= 0
                ? merged(reading.values(), scenario.replaced().get(at))
                : reading.values();
        return new SeriesInput.Observed(new Reading(reading.time(), values, reading.inputs(),
                back == 0 ? ahead(reading, 0) : reading.ahead(), reading.attributes()));
    }

    /// The reading of a step, counted from 1, as it is supposed.
    private Reading supposed(Reading expected, int step) {
        double[] values = step <= scenario.appended().size()
                ? merged(expected.values(), scenario.appended().get(step - 1))
                : expected.values();
        double[] inputs = expected.inputs().clone();
        for (int e = 0; e < Math.min(inputs.length, scenario.inputs().length); e++) {
            double[] steps = scenario.inputs()[e];
            inputs[e] = step <= steps.length ? steps[step - 1] : inputs[e];
        }
        return new Reading(expected.time(), values, inputs, ahead(expected, step), expected.attributes());
    }

    private double[][] ahead(Reading reading, int step) {
        double[][] ahead = reading.ahead().clone();
        for (int f = 0; f < Math.min(ahead.length, scenario.ahead().length); f++) {
            double[] steps = scenario.ahead()[f];
            if (steps.length > 0) {
                ahead[f] = Arrays.copyOfRange(steps, Math.min(step, steps.length), steps.length);
            }
        }
        return ahead;
    }

    private static double[] merged(double[] values, double[] supposed) {
        double[] merged = values.clone();
        for (int c = 0; c < merged.length; c++) {
            merged[c] = Double.isNaN(supposed[c]) ? merged[c] : supposed[c];
        }
        return merged;
    }
}
