package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.Errors;
import java.util.ArrayList;
import java.util.List;

/// What a figure should be.
///
/// @param figure     what is measured
/// @param least      at least this much; negative infinity: any
/// @param most       at most this much; infinity: any
/// @param published  figures of others, for orientation
record Target(Figure figure, double least, double most, String published) {
    private static final String COMBINED = "combined";

    static Target atMost(Figure figure, double most, String published) {
        return new Target(figure, Double.NEGATIVE_INFINITY, most, published);
    }

    static Target atLeast(Figure figure, double least) {
        return new Target(figure, least, Double.POSITIVE_INFINITY, "");
    }

    boolean isMetBy(double value) {
        return value >= least && value <= most;
    }

    /// The targets of a dataset.
    static List<Target> of(Dataset dataset) {
        var targets = new ArrayList<>(errors(dataset));
        targets.add(new Target(Figure.coverage(), 0.895, 0.905, ""));
        targets.add(atLeast(Figure.leastCoverage(), 0.89));
        targets.add(atMost(Figure.mostCoverage(), 0.91, ""));
        if (dataset != Dataset.TAXI) {
            targets.add(atLeast(Figure.rollingCoverage(), 0.85));
        }
        switch (dataset) {
            case ETTH2 -> targets.add(atMost(Figure.intervalScore(), 2.00, ""));
            case ETTM1 -> targets.add(atMost(Figure.intervalScore(), 1.11, ""));
            default -> {
                // No target.
            }
        }
        return targets;
    }

    private static List<Target> errors(Dataset dataset) {
        return switch (dataset) {
            case ETTH2 -> List.of(
                    atMost(Figure.mse(COMBINED), 0.316,
                            "PatchTST online .362, LSTD .377, OneNet .380, FSNet .466"),
                    atMost(Figure.mae(COMBINED), 0.316, "LSTD .347"), atMost(Figure.mse("rnn"), 0.320, ""),
                    atMost(Figure.ratio(COMBINED, "rls"), 1, ""));
            case ETTM1 -> List.of(
                    atMost(Figure.mse(COMBINED), 0.0745,
                            "LSTD .081, OneNet .082, PatchTST online .083, FSNet .085"),
                    atMost(Figure.mae(COMBINED), 0.172, ""), atMost(Figure.mse("rnn"), 0.0758, ""),
                    atMost(Figure.ratio(COMBINED, "rls"), 1, ""));
            case ETTH2_VECTOR -> List.of(atMost(Figure.mse(COMBINED), 0.313, "as ETTh2"));
            case ETTM1_VECTOR -> List.of(atMost(Figure.mse(COMBINED), 0.0722, "as ETTm1"));
            case PRSA -> List.of(atMost(Figure.ratio(COMBINED, "rls"), 0.975, ""),
                    atMost(Figure.ratio(COMBINED, "persistence"), 0.84, ""),
                    atMost(Figure.ratio("rnn", "rls"), 0.98, ""));
            case NAB -> List.of(atMost(Figure.geometricMeanRatio("MSE", COMBINED, Errors::mse), 0.58, ""),
                    atMost(Figure.geometricMeanRatio("MAE", COMBINED, Errors::mae), 0.80, ""));
            case TAXI -> List.of(atMost(Figure.mape(COMBINED), 0.080,
                    "of the whole year: LSTM refitted weekly .0731, HTM .0809, weekly naive .0881"));
        };
    }
}
