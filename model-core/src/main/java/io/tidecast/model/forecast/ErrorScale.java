package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// How large the next error is likely to be: the expected absolute error, by least squares on the size of the errors of late
/// (over some 6, 24 and 500 readings), the usual error at that time of the day, the last step, the experts' disagreement and
/// the level. Series whose noise has a daily pattern need no wide interval at night because the day is noisy.
///
/// The regression is in units of the series' recent RMS step; the errors themselves are remembered in the unit of the series,
/// since after a calm a unit of the calm would make them huge.
final class ErrorScale {
    private static final double[] HALF_LIVES = {6, 24, 500};
    static final int INPUTS = HALF_LIVES.length + 5;
    private static final double PROFILE_HALF_LIFE = 15;
    private static final double FORGETTING = 0.998;
    private static final double START_VARIANCE = 0.1;
    /// Until then the errors' RMS over some 24 readings stands in.
    private static final int SILENT_UPDATES = 100;
    /// Larger errors count as this, in RMS steps.
    private static final double LARGEST_ERROR = 8;
    /// The prediction stays within this factor of the errors' RMS over some 24 readings.
    private static final double LARGEST_FACTOR = 10;
    /// Of a normal distribution: standard deviation over mean absolute deviation.
    private static final double DEVIATION_OVER_MEAN = 1.2533141373155003;

    private final WeightedMean[] squaredErrors = new WeightedMean[HALF_LIVES.length];
    private final SeasonalProfile profile;
    private final RecursiveLeastSquares regression = new RecursiveLeastSquares(INPUTS, FORGETTING,
            START_VARIANCE);

    ErrorScale(ForecasterOptions.SeasonMemory memory) {
        profile = new SeasonalProfile(PROFILE_HALF_LIFE, memory.slots);
        for (int i = 0; i < HALF_LIVES.length; i++) {
            squaredErrors[i] = new WeightedMean(HALF_LIVES[i]);
        }
    }

    /// What the size of an error is told from.
    ///
    /// @param unit         RMS change of the series until the time to forecast, more than 0
    /// @param disagreement difference between the largest and the smallest of the experts' steps
    /// @param season       milliseconds of the shortest season; 0: there is none
    /// @param inputs       receives them, `[INPUTS]`
    void describe(Situation.TargetSituation situation, double unit, double disagreement, long targetTime,
            SamplingInterval interval, long season, double[] inputs) {
        if (interval.isRegular()) {
            profile.follow(interval.millis(), season);
        }
        int at = 0;
        for (WeightedMean mean : squaredErrors) {
            inputs[at++] = Math.sqrt(mean.value()) / unit;
        }
        inputs[at++] = profile.at(targetTime);
        inputs[at++] = Math.abs(situation.steps[0]);
        inputs[at++] = Math.abs(situation.level);
        inputs[at++] = disagreement;
        inputs[at] = 1;
    }

    /// The standard deviation to expect of an error, in the unit of the series.
    double predict(double[] inputs, double unit) {
        double rms = squaredErrors[1].isEmpty() ? unit : Math.sqrt(squaredErrors[1].value());
        if (regression.updates() < SILENT_UPDATES) {
            return rms;
        }
        return Math.clamp(DEVIATION_OVER_MEAN * regression.predict(inputs) * unit, rms / LARGEST_FACTOR,
                rms * LARGEST_FACTOR);
    }

    /// The absolute error that was usual in the long run, by the last 500 readings or by that time of the day, whichever is larger, in
    /// the unit of the series; 0: there has been none. Unlike [#predict] it does not follow errors that grow within a few readings.
    static double usual(double[] inputs, double unit) {
        return Math.max(inputs[HALF_LIVES.length - 1] / DEVIATION_OVER_MEAN, inputs[HALF_LIVES.length])
                * unit;
    }

    /// Learns from the error that came.
    ///
    /// @param inputs what was expected from
    /// @param unit   as then
    /// @param error  in the unit of the series
    /// @param time   the time of the truth, milliseconds since 1970-01-01T00:00:00Z
    void learn(double[] inputs, double unit, double error, long time) {
        double size = Math.min(Math.abs(error) / unit, LARGEST_ERROR);
        regression.learn(inputs, size);
        profile.add(time, size);
        for (WeightedMean mean : squaredErrors) {
            mean.add(error * error);
        }
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        return HALF_LIVES.length * WeightedMean.BYTES + profile.byteSize() + regression.byteSize();
    }

    void save(ByteBuffer out) {
        for (WeightedMean mean : squaredErrors) {
            mean.save(out);
        }
        profile.save(out);
        regression.save(out);
    }

    void load(ByteBuffer in) {
        for (WeightedMean mean : squaredErrors) {
            mean.load(in);
        }
        profile.load(in);
        regression.load(in);
    }
}
