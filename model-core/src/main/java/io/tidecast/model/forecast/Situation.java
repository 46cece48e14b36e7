package io.tidecast.model.forecast;

/// What the experts know of a series before its next reading. All that has a unit is in units of the recent RMS step of its field.
/// Written anew before every forecast; experts only read it.
final class Situation {
    /// `H`
    final int horizons;
    /// Steps since the reading before the newest one, at least 1.
    long steps;
    /// Length of the shortest season in steps; 0: there is none, or it is not known yet.
    int season;
    final TargetSituation[] targets;
    /// The past inputs: level and last step of each, `[2E]`.
    final double[] inputs;
    /// The inputs known ahead, for each horizon: level at the time to forecast, and its difference from now, `[H][2F]`.
    final double[][] ahead;
    /// The times to forecast, `[H]`; see [CalendarFeatures].
    final float[][] calendar;
    /// Codes of the attributes, `[A]`; see [Reading#code].
    int[] attributes;

    Situation(ForecasterOptions options) {
        SeriesFields fields = options.fields();
        horizons = options.horizons();
        targets = new TargetSituation[fields.targets().size()];
        for (int c = 0; c < targets.length; c++) {
            targets[c] = new TargetSituation(horizons);
        }
        inputs = new double[2 * fields.inputs().size()];
        ahead = new double[horizons][2 * fields.ahead().size()];
        calendar = new float[horizons][CalendarFeatures.COUNT];
        attributes = new int[fields.attributes().size()];
    }

    /// What the experts know of one target.
    static final class TargetSituation {
        /// Steps that are remembered.
        static final int RECENT_STEPS = 7;

        /// The newest value, in the unit of the target; NaN: missing.
        double value = Double.NaN;
        /// The newest value that is not missing, in the unit of the target; NaN: none yet.
        double lastValue = Double.NaN;
        /// That value, standardised: deviations from the recent mean.
        double level;
        /// Deviations in a unit of the target; 0: it has not moved yet.
        double levelPerUnit;
        /// The last steps, the newest first; 0 where there is none.
        final double[] steps = new double[RECENT_STEPS];
        /// How long there has been no value: 0 not at all, 1 for long.
        float staleness;
        /// RMS change over 1, ..., H steps, in the unit of the target; 0: it has not moved yet, `[H]`.
        final double[] scales;
        /// The usual step to the newest reading and to the one after the time to forecast, `[H][2]`.
        final double[][] usualAround;
        /// The usual change until the time to forecast by the time of the season, for each season, `[H][SEASONS]`.
        final double[][] usual;
        /// The change over the same time a season ago, for each season; 0: unknown, `[H][SEASONS]`.
        final double[][] seasonAgo;
        /// The value a season before the time to forecast, in the unit of the target; NaN: unknown, `[H]`.
        final double[] seasonalLast;

        private TargetSituation(int horizons) {
            scales = new double[horizons];
            usualAround = new double[horizons][2];
            usual = new double[horizons][Seasons.COUNT];
            seasonAgo = new double[horizons][Seasons.COUNT];
            seasonalLast = new double[horizons];
        }
    }
}
