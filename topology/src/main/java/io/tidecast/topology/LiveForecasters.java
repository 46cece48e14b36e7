package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/// The series of this instance, for whoever wants to look at them while the topology runs: give it to [ForecastTopology#build] and ask.
///
/// Safe for use by any thread. An answer is made from a copy of the series; the stream thread waits for as long as copying takes. It
/// shows what has been processed, which may be a little more than what is committed.
///
/// A series of another instance, and one that has never been heard of, are not found.
public final class LiveForecasters {
    private final Map<String, SeriesStore> tasks = new ConcurrentHashMap<>();

    /// A forecast of the future, from the present state alone.
    ///
    /// @param steps  ahead
    /// @param time   that it is for
    /// @param values of the targets, in the order of the model's fields; NaN: there is none
    public record Ahead(int steps, Instant time, List<Double> values) {}

    /// What a series is like at the moment; empty: it is not here.
    public Optional<SeriesState> find(String key) {
        return ask(key, (task, series) -> SeriesState.of(key, task, series));
    }

    /// Forecasts by feeding a frozen copy of the series its own forecasts as readings. The series itself does not change.
    ///
    /// @param steps at least 1
    /// @return one for each step, the next one first; none as long as the series has no forecast; empty: the series is not here
    public Optional<List<Ahead>> forecast(String key, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        return ask(key, (_, series) -> ahead(series, steps));
    }

    /// Tasks that have been found running on this instance, such as `0_3`.
    public List<String> tasks() {
        return tasks.keySet().stream().sorted().toList();
    }

    void opened(String task, SeriesStore series) {
        tasks.put(task, series);
    }

    void closed(String task, SeriesStore series) {
        tasks.remove(task, series);
    }

    private <T> Optional<T> ask(String key, BiFunction<String, Series, T> question) {
        Bytes bytes = Bytes.wrap(key.getBytes(UTF_8));
        for (Map.Entry<String, SeriesStore> task : tasks.entrySet()) {
            Series copy = copy(task.getValue(), bytes);
            if (copy != null) {
                return Optional.of(question.apply(task.getKey(), copy));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Series copy(SeriesStore store, Bytes key) {
        try {
            return store.copy(key);
        } catch (InvalidStateStoreException e) {
            // The task has gone to another instance between the two questions.
            return null;
        }
    }

    private static List<Ahead> ahead(Series series, int steps) {
        var ahead = new ArrayList<Ahead>(steps);
        series.apply(new SeriesInput.Commanded(new Control(Control.Kind.FREEZE, Double.NaN)));
        for (int step = 1; step <= steps; step++) {
            Reading expected = series.expected();
            if (expected == null) {
                break;
            }
            ahead.add(new Ahead(step, Instant.ofEpochMilli(expected.time()),
                    Arrays.stream(expected.values()).boxed().toList()));
            Forecast next = series.apply(new SeriesInput.Observed(expected));
            if (next == null) {
                break;
            }
        }
        return ahead;
    }
}
