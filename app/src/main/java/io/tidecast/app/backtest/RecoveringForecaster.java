package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A forecaster that a failed step leaves as it was: rebuilt from its last saved state and the readings since, as the topology does.
final class RecoveringForecaster implements OnlineForecaster {
    private static final int SAVE_EVERY = 256;

    private final ForecasterOptions options;
    private final List<Reading> since = new ArrayList<>();
    private Forecaster forecaster;
    private byte[] saved;

    RecoveringForecaster(ForecasterOptions options) {
        this.options = options;
        forecaster = new Forecaster(options);
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
            forecaster = Forecaster.load(options, saved);
            since.forEach(forecaster::step);
            throw e;
        }
        since.add(reading);
        if (since.size() == SAVE_EVERY) {
            saved = forecaster.save();
            since.clear();
        }
        return forecast;
    }
}
