package io.tidecast.app.plan;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.topology.StateSize;
import java.time.Duration;

/// How fast this machine learns and forecasts.
final class ModelSpeed {
    private static final Duration MEASURED = Duration.ofMillis(700);
    private static final int ROUNDS = 3;

    private ModelSpeed() {}

    /// Of one core: the best of a few rounds, the first of which warm up.
    static double readingsPerSecond(ForecasterOptions options) {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, StateSize.readingsPerSecond(options, MEASURED));
        }
        return best;
    }
}
