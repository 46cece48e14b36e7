package io.tidecast.topology;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/// The series of this instance, for whoever wants to look at them while the topology runs: give it to [ForecastTopology#addTo] and ask.
///
/// Safe for use by any thread. An answer is made from a copy of the series; the stream thread waits for as long as copying takes. It
/// shows what has been processed, which may be a little more than what is committed.
///
/// A series of another instance, and one that has never been heard of, are not found.
public final class LiveForecasters {
    private final Map<String, SeriesStore> tasks = new ConcurrentHashMap<>();
    private final ForecastObserver observer;

    /// A forecast of the future, from the present state alone.
    ///
    /// @param steps  ahead
    /// @param time   that it is for
    /// @param values of the targets, in the order of the model's fields; NaN: there is none
    public record Ahead(int steps, Instant time, List<Double> values) {}

    /// The live forecasters on the heap.
    ///
    /// @param series how many
    /// @param bytes  of heap that they take
    public record Occupancy(int series, long bytes) {}

    /// With nobody who looks on.
    public LiveForecasters() {
        this(ForecastObserver.NONE);
    }

    /// @param observer is told what happens in the topology that this is given to
    public LiveForecasters(ForecastObserver observer) {
        this.observer = observer;
    }

    /// What a series is like at the moment; empty: it is not here.
    public Optional<SeriesState> find(String key) {
        return ask(key, (task, series) -> SeriesState.of(key, task, series));
    }

    /// Forecasts by feeding a frozen copy of the series its own forecasts as readings. The series itself does not change.
    ///
    /// @param steps at least 1
    /// @return one for each step, the next one first; none as long as the series has no forecast; empty: the series is not here
    public Optional<List<Ahead>> forecast(String key, int steps) {
        Scenario scenario = Scenario.none(steps);
        return ask(key, (_, series) -> new FreeRun(scenario).from(series));
    }

    /// Forecasts as [#forecast], but with other last readings, or with what is supposed of the steps to come.
    ///
    /// @return one for each step, the next one first; empty: the series is not here
    /// @throws IllegalArgumentException if it would replace readings that are older than the last snapshot, or supposes inputs ahead of a
    ///                                  network with frozen weights right after one
    public Optional<List<Ahead>> whatIf(String key, Scenario scenario) {
        if (scenario.replaced().isEmpty() && !scenario.hasAhead()) {
            return ask(key, (_, series) -> new FreeRun(scenario).from(series));
        }
        return read(key, SeriesStore::past, (_, past) -> new FreeRun(scenario).from(past));
    }

    /// A copy of a series, to ask several questions that belong together; empty: it is not here.
    public Optional<SeriesCopy> copy(String key) {
        return ask(key, (task, series) -> new SeriesCopy(key, task, series));
    }

    /// Tasks that have been found running on this instance, such as `0_3`.
    public List<String> tasks() {
        return tasks.keySet().stream().sorted().toList();
    }

    /// Whether a task runs on this instance and has never heard of a series: the one moment at which its absence is certain. That a
    /// question found nothing says less, for its task may have come only afterwards.
    ///
    /// @param task that the series belongs to, such as `0_3`
    public boolean isUnknown(String key, String task) {
        SeriesStore store = tasks.get(task);
        try {
            return store != null && store.copy(SeriesKey.bytes(key)) == null && tasks.get(task) == store;
        } catch (InvalidStateStoreException e) {
            return false;
        }
    }

    /// What they take of the heap of this instance, all tasks together.
    public Occupancy occupancy() {
        int count = 0;
        long bytes = 0;
        for (SeriesStore task : tasks.values()) {
            Occupancy occupancy = task.occupancy();
            count += occupancy.series();
            bytes += occupancy.bytes();
        }
        return new Occupancy(count, bytes);
    }

    ForecastObserver observer() {
        return observer;
    }

    void opened(String task, SeriesStore series) {
        tasks.put(task, series);
    }

    void closed(String task, SeriesStore series) {
        tasks.remove(task, series);
    }

    private <T> Optional<T> ask(String key, BiFunction<String, Series, T> question) {
        return read(key, SeriesStore::copy, question);
    }

    /// @param reading null: the series is not there
    private <S, T> Optional<T> read(String key, BiFunction<SeriesStore, Bytes, @Nullable S> reading,
            BiFunction<String, S, T> question) {
        Bytes bytes = SeriesKey.bytes(key);
        for (Map.Entry<String, SeriesStore> task : tasks.entrySet()) {
            S read = readIfOpen(task.getKey(), task.getValue(), bytes, reading);
            if (read != null) {
                return Optional.of(question.apply(task.getKey(), read));
            }
        }
        return Optional.empty();
    }

    /// A task is taken out before its stores close: what was read of one that is still in is whole.
    private <S> @Nullable S readIfOpen(String task, SeriesStore store, Bytes key,
            BiFunction<SeriesStore, Bytes, @Nullable S> reading) {
        try {
            S read = reading.apply(store, key);
            return tasks.get(task) == store ? read : null;
        } catch (InvalidStateStoreException e) {
            // The task has gone to another instance between the two questions.
            return null;
        }
    }
}
