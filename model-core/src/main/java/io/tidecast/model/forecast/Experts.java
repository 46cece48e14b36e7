package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.nn.GateSaturation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The experts of a series, and what they say of its next steps. One that fails begins again, and the others go on.
final class Experts {
    /// An expert that goes so many RMS changes away from the last value has exploded.
    private static final double EXPLODED = 1000;

    private final ForecasterOptions options;
    private final Expert[] experts;
    /// What each expert says, `[experts][C][H]`.
    private final double[][][] said;
    /// Those that had to begin again in the present step, and why.
    private final List<String> restarts = new ArrayList<>();

    Experts(ForecasterOptions options, Expert... experts) {
        this.options = options;
        this.experts = experts;
        said = new double[experts.length][options.fields().targets().size()][options.horizons()];
    }

    /// A step begins.
    void begin() {
        restarts.clear();
        for (Expert expert : experts) {
            expert.begin();
        }
    }

    void learn(Truths truths) {
        for (int i = 0; i < experts.length; i++) {
            try {
                experts[i].learn(truths);
            } catch (ArithmeticException e) {
                restart(i, String.valueOf(e.getMessage()));
            }
        }
    }

    /// Has each say what it forecasts, see [#said].
    void predict(Situation situation) {
        for (int i = 0; i < experts.length; i++) {
            experts[i].predict(situation, said[i]);
            if (exploded(said[i])) {
                restart(i, "its forecast was not finite or far away");
                for (double[] steps : said[i]) {
                    Arrays.fill(steps, Double.NaN);
                }
            }
        }
    }

    /// Has each say anew what it forecasts of the next step, see [Expert#suppose].
    ///
    /// @param steps `[experts][C]`
    void suppose(Situation situation, double[][] steps) {
        for (int i = 0; i < experts.length; i++) {
            experts[i].suppose(situation, steps[i]);
        }
    }

    private static boolean exploded(double[][] said) {
        for (double[] target : said) {
            for (double step : target) {
                if (Math.abs(step) > EXPLODED) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What each has said last of a target's step from the last value.
    ///
    /// @param horizon steps ahead, from 1
    /// @param steps   overwritten, `[experts]`; NaN: nothing to say yet
    void said(int target, int horizon, double[] steps) {
        for (int i = 0; i < experts.length; i++) {
            steps[i] = said[i][target][horizon - 1];
        }
    }

    /// The step has come to its end, see [Expert#commit].
    void commit() {
        for (int i = 0; i < experts.length; i++) {
            String reason = experts[i].commit();
            if (reason != null) {
                restarted(i, reason);
            }
        }
    }

    private void restart(int expert, String reason) {
        experts[expert].restart();
        restarted(expert, reason);
    }

    private void restarted(int expert, String reason) {
        restarts.add("%s begins again from its last good state: %s"
                .formatted(options.experts().get(expert).id(), reason));
    }

    /// Each that had to begin again since [#begin], and why.
    List<String> restarts() {
        return restarts;
    }

    void drifted(DriftResponse response) {
        for (Expert expert : experts) {
            expert.drifted(response);
        }
    }

    void setLearningRate(double rate) {
        for (Expert expert : experts) {
            expert.setLearningRate(rate);
        }
    }

    int count() {
        return experts.length;
    }

    /// See [Forecaster#recurrentState].
    RecurrentState recurrentState() {
        for (Expert expert : experts) {
            RecurrentState state = expert.state();
            if (state.hidden().length > 0) {
                return state;
            }
        }
        return RecurrentState.NONE;
    }

    /// See [Forecaster#lastUpdate].
    NetworkUpdate lastUpdate() {
        for (Expert expert : experts) {
            NetworkUpdate update = expert.lastUpdate();
            if (update.updates() > 0) {
                return update;
            }
        }
        return NetworkUpdate.NONE;
    }

    /// See [Forecaster#attributions].
    ///
    /// @param units of the targets, `[C]`
    List<Attribution> attributions(double[] units) {
        List<String> inputs = ForecastNetwork.inputNames(options);
        var attributions = new ArrayList<Attribution>();
        for (Expert expert : experts) {
            for (int c = 0; c < units.length; c++) {
                float[] contributions = expert.contributions(c);
                if (contributions.length > 0) {
                    attributions.add(new Attribution(options.fields().targets().get(c), inputs,
                            rows(contributions, inputs.size(), units[c])));
                }
            }
        }
        return attributions;
    }

    private static double[][] rows(float[] values, int width, double unit) {
        var rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i] * unit;
        }
        return rows;
    }

    /// See [Forecaster#gateSaturation].
    List<GateSaturation> gateSaturation() {
        return Arrays.stream(experts).flatMap(expert -> expert.gateSaturation().stream()).toList();
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        return Arrays.stream(experts).mapToInt(Expert::byteSize).sum();
    }

    void save(ByteBuffer out) {
        for (Expert expert : experts) {
            expert.save(out);
        }
    }

    void load(ByteBuffer in) {
        for (Expert expert : experts) {
            expert.load(in);
        }
    }
}
