package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A forecaster that a failed step leaves as it was: rebuilt from its last saved state and the readings since, as the topology does.
final class RecoveringForecaster implements OnlineForecaster {
    private static final int SAVE_EVERY = 256;

    private final ForecasterOptions options;
    private final @Nullable SharedNetwork shared;
    private final int saveEvery;
    private final List<Reading> since = new ArrayList<>();
    private Forecaster forecaster;
    private byte[] saved;

    RecoveringForecaster(ForecasterOptions options) {
        this(options, null);
    }

    /// @param shared what it has in common with others; null: nothing
    RecoveringForecaster(ForecasterOptions options, @Nullable SharedNetwork shared) {
        this.options = options;
        this.shared = shared;
        // What others learn from cannot be replayed.
        saveEvery = shared == null ? SAVE_EVERY : 1;
        forecaster = new Forecaster(options, shared);
        saved = forecaster.save();
    }

    /// Updates that used a truth before its time.
    long earlyTruths() {
        return forecaster.counters().earlyTruths();
    }

    @Override
    public @Nullable Forecast step(Reading reading) {
        Forecast forecast;
        try {
            forecast = forecaster.step(reading);
        } catch (ArithmeticException e) {
            forecaster = Forecaster.load(options, shared, saved);
            since.forEach(forecaster::step);
            throw e;
        }
        since.add(reading);
        if (since.size() == saveEvery) {
            saved = forecaster.save();
            since.clear();
        }
        return forecast;
    }
}
