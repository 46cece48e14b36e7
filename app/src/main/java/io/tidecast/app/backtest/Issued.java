package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was said at one reading about the steps after it.
///
/// @param forecast   of the model
/// @param beside     of the experts that are scored and not combined; null: there are none, or they failed
/// @param lastValues the newest value of each target, `[targets]`
/// @param seasonal   the values one season before, `[targets][horizons]`
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
record Issued(Forecast forecast, @Nullable Forecast beside, double[] lastValues, double[][] seasonal) {

    /// Whether a truth of this time is what the forecast so many steps ahead is for: half a sampling interval early at most. The next
    /// step is whatever comes next.
    boolean reaches(int horizon, long time) {
        List<HorizonForecast> horizons = forecast.first().horizons();
        if (horizon == 1 || horizon > horizons.size()) {
            return horizon == 1;
        }
        long distance = horizons.get(horizon - 1).targetTime() - forecast.issuedAt();
        return distance > 0 && time - forecast.issuedAt() >= distance - distance / horizon / 2;
    }

    /// The model's forecast; null: there is none.
    @Nullable
    HorizonForecast of(String target, int horizon) {
        return of(forecast, target, horizon);
    }

    /// What each expert said, those beside last.
    List<Forecast.ExpertForecast> experts(String target, int horizon) {
        var experts = new ArrayList<Forecast.ExpertForecast>();
        HorizonForecast combined = of(forecast, target, horizon);
        if (combined != null) {
            experts.addAll(combined.experts());
        }
        HorizonForecast others = beside == null ? null : of(beside, target, horizon);
        if (others != null) {
            experts.addAll(others.experts());
        }
        return experts;
    }

    private static @Nullable HorizonForecast of(Forecast forecast, String target, int horizon) {
        for (FieldForecast field : forecast.fields()) {
            if (field.field().equals(target) && horizon <= field.horizons().size()) {
                return field.horizons().get(horizon - 1);
            }
        }
        return null;
    }
}
