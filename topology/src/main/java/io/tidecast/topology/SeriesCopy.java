package io.tidecast.topology;

import io.tidecast.model.forecast.Attribution;
import io.tidecast.model.forecast.Counters;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkUpdate;
import io.tidecast.model.forecast.Scale;
import io.tidecast.model.nn.GateSaturation;
import io.tidecast.topology.LiveForecasters.Ahead;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// A series as it was at one moment, independent of the pipeline: all answers belong together. Not safe for use by several threads.
public final class SeriesCopy {
    private final String key;
    private final String task;
    private final Series series;

    SeriesCopy(String key, String task, Series series) {
        this.key = key;
        this.task = task;
        this.series = series;
    }

    /// What a standby knows of a series: the same as its owner, some moments ago.
    ///
    /// @param task      of the stores, such as `0_3`
    /// @param snapshots the store [ForecastTopology#SNAPSHOTS_STORE] of the partition
    /// @param journal   the store [ForecastTopology#JOURNAL_STORE] of the partition
    /// @param shared    the store [ForecastTopology#SHARED_STORE] of the partition; null unless [ForecastOptions#sharesWeights]
    /// @return empty: it knows nothing of it
    public static Optional<SeriesCopy> stored(String key, String task, ForecastOptions options,
            ReadOnlyKeyValueStore<Bytes, byte[]> snapshots, ReadOnlyKeyValueStore<Bytes, byte[]> journal,
            @Nullable ReadOnlyKeyValueStore<Bytes, byte[]> shared) {
        Series series = new StoredSeries(snapshots, journal, options, Wiring.DEFAULT.stepping())
                .past(SeriesKey.bytes(key), SharedStore.read(shared, options)).replayed();
        return series.number() == 0 ? Optional.empty() : Optional.of(new SeriesCopy(key, task, series));
    }

    /// What it is like.
    public SeriesState state() {
        return SeriesState.of(key, task, series);
    }

    /// Names of the fields that are forecast, in the order of the values.
    public List<String> fields() {
        return series.options().fields().targets();
    }

    /// The forecasts that were made at its newest reading, as [Forecaster#newest][io.tidecast.model.forecast.Forecaster#newest]
    /// gives them; empty: none yet.
    public Optional<Forecast> newest() {
        return Optional.ofNullable(series.forecaster().newest());
    }

    /// What has happened to it.
    public Counters counters() {
        return series.forecaster().counters();
    }

    /// The newest update of its network.
    public NetworkUpdate lastUpdate() {
        return series.forecaster().lastUpdate();
    }

    /// Where the network's forecasts of the next step come from; empty without a network.
    public List<Attribution> attributions() {
        return series.forecaster().attributions();
    }

    /// The options of its model.
    public ForecasterOptions options() {
        return series.options();
    }

    /// Bytes of its state.
    public int stateBytes() {
        return series.forecaster().byteSize();
    }

    /// What its targets are counted in, in the order of [#fields].
    public List<Scale> scales() {
        return series.forecaster().scales();
    }

    /// How often the gates of its network stand at the ends of their range over the last readings; empty without a network.
    public List<GateSaturation> gateSaturation() {
        return series.forecaster().gateSaturation();
    }

    /// Forecasts by feeding a frozen copy of the series its own forecasts as readings.
    ///
    /// @param steps at least 1
    /// @return one for each step, the next one first; none as long as the series has no forecast
    public List<Ahead> forecast(int steps) {
        return new FreeRun(Scenario.none(steps)).from(series.copy());
    }
}
