package io.tidecast.model.forecast;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.InitialisationOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.OptionalDouble;

/// The network of the recurrent expert: what goes in, and how it starts. What comes out is the next step of the series, in its
/// recent RMS steps.
public final class ForecastNetwork {
    /// Its inputs, in order.
    public static final List<String> INPUT_NAMES = List.of("level", "step", "staleness", "usual_step_before",
            "usual_step", "usual_step_after", "day_sin", "day_cos", "half_day_sin", "half_day_cos",
            "week_sin", "week_cos");

    private static final int PROFILE = 3;
    private static final int CALENDAR = PROFILE + Situation.PROFILE_SLOTS;

    private ForecastNetwork() {}

    /// A network as every series starts with: of the given weights, or drawn with the seed.
    public static RecurrentNetwork create(NetworkSettings settings) {
        RecurrentNetwork network = unset(settings);
        PretrainedWeights weights = settings.pretrained();
        if (weights == null) {
            network.initialise(settings.seed());
        } else {
            weights.copyTo(network.parameters());
        }
        return network;
    }

    /// A network of that shape whose weights are all 0.
    static RecurrentNetwork unset(NetworkSettings settings) {
        var shape = new RecurrentOptions(cell(settings.cell()), INPUT_NAMES.size(), settings.hiddenSize());
        // The first forecasts are the last value: the head starts at zero.
        var start = new InitialisationOptions(OptionalDouble.of(1), true);
        return new RecurrentNetwork(new NetworkOptions(shape, 1).withInitialisation(start),
                Kernels.fastest());
    }

    private static Cell cell(NetworkSettings.Kind kind) {
        return switch (kind) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
            case ELMAN -> new ElmanRnn();
        };
    }

    /// Writes the inputs.
    ///
    /// @param x receives one for each of [#INPUT_NAMES], from `offset`
    static void write(Situation situation, float[] x, int offset) {
        x[offset] = (float) situation.level;
        x[offset + 1] = (float) situation.steps[0];
        x[offset + 2] = situation.staleness;
        for (int i = 0; i < Situation.PROFILE_SLOTS; i++) {
            x[offset + PROFILE + i] = (float) situation.profile[i];
        }
        System.arraycopy(situation.calendar, 0, x, offset + CALENDAR, CalendarFeatures.COUNT);
    }
}
