package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.Seasonality;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Holt-Winters exponential smoothing with damped trend, online: level `l`, trend `b` and a ring of `m` seasonal terms `s`.
/// With `v = l + φ b` before a value `y`, and `s` the term of its place in the season:
///
/// | | additive | multiplicative |
/// |---|---|---|
/// | level | `l' = α (y - s) + (1-α) v` | `l' = α y/s + (1-α) v` |
/// | trend | `b' = β (l' - l) + (1-β) φ b` | the same |
/// | season | `s' = γ (y - v) + (1-γ) s` | `s' = γ y/v + (1-γ) s` |
/// | forecast | `l + φ_h b + s`, `φ_h = φ + … + φ^h` | `(l + φ_h b) s` |
///
/// Source: Holt 1957; Winters 1960; in the form of Hyndman & Athanasopoulos 2021, sections 8.2 and 8.3.
///
/// Smoothing parameters are not fitted: several sets run side by side, and the one with the least recent squared error speaks.
/// Sets without a season (`γ = 0`) are Holt's damped trend alone.
///
/// In the first season a set with a season repeats the last value, while its ring collects the values themselves; then their mean
/// becomes the level and what they differ from it the season. A missing value advances trend and season. A place of the season that has
/// had no value is neutral until its first.
///
/// Multiplicative terms need positive values and levels: from the first that is not, the method is additive, for good.
final class HoltWinters {
    private static final double HALF_LIFE = 200;
    /// Squared errors of a set that waits for its season count so much, so that it speaks only once the season has proved good:
    /// that of a random walk is worthless.
    private static final double UNPROVEN = 2;
    /// Factors of the season stay within this and its inverse, so that quotients by tiny levels stay finite.
    private static final double LARGEST_FACTOR = 1e3;

    /// One set of smoothing parameters, each from 0 to 1; the additive season needs `γ <= 1 - α` to be stable.
    ///
    /// @param alpha   `α`, of the level
    /// @param beta    `β`, of the trend
    /// @param gamma   `γ`, of the season; 0: none
    /// @param damping `φ`, of the trend
    record Smoothing(double alpha, double beta, double gamma, double damping) {}

    private static final Smoothing[] BANK = {
            new Smoothing(0.9, 0.01, 0, 0.9), new Smoothing(0.3, 0.05, 0, 0.98),
            new Smoothing(0.9, 0.01, 0.05, 0.9),
            new Smoothing(0.4, 0.02, 0.15, 0.98), new Smoothing(0.1, 0.01, 0.3, 0.98)};

    private final int m;
    private final Smoothing[] bank;
    private final double[] level;
    private final double[] trend;
    /// `[sets][m]`, empty for sets without a season; NaN: no value yet.
    private final double[][] season;
    private final WeightedMean[] squaredError;
    private boolean multiplicative;
    /// Values since the first that was not missing.
    private long count;

    /// @param seasonLength `m`; below 2: no season
    HoltWinters(Seasonality kind, int seasonLength) {
        this(kind, seasonLength, BANK);
    }

    HoltWinters(Seasonality kind, int seasonLength, Smoothing... bank) {
        this.bank = bank;
        m = Math.max(1, seasonLength);
        multiplicative = kind == Seasonality.MULTIPLICATIVE;
        level = new double[bank.length];
        trend = new double[bank.length];
        season = new double[bank.length][];
        squaredError = new WeightedMean[bank.length];
        for (int k = 0; k < bank.length; k++) {
            season[k] = new double[m > 1 && bank[k].gamma() > 0 ? m : 0];
            Arrays.fill(season[k], Double.NaN);
            squaredError[k] = new WeightedMean(HALF_LIFE);
        }
    }

    /// Sees the next value.
    ///
    /// @param value of magnitude up to 1e100; NaN: missing
    void add(double value) {
        if (count == 0 && Double.isNaN(value)) {
            return;
        }
        if (multiplicative && value <= 0) {
            becomeAdditive();
        }
        for (int k = 0; k < bank.length; k++) {
            if (count > 0 && !Double.isNaN(value)) {
                double error = value - forecast(k, 1);
                squaredError[k].add((awaitsSeason(k) ? UNPROVEN : 1) * error * error);
            }
            if (count == 0 || awaitsSeason(k)) {
                begin(k, value);
            } else {
                follow(k, value);
            }
        }
        count++;
    }

    private boolean awaitsSeason(int k) {
        return season[k].length > 0 && count < m;
    }

    private void begin(int k, double value) {
        if (!Double.isNaN(value)) {
            level[k] = value;
        }
        if (season[k].length > 0) {
            season[k][(int) count] = value;
            if (count == m - 1) {
                endFirstSeason(k);
            }
        }
    }

    private void endFirstSeason(int k) {
        double mean = 0;
        int known = 0;
        for (double value : season[k]) {
            if (!Double.isNaN(value)) {
                known++;
                mean += (value - mean) / known;
            }
        }
        for (int i = 0; i < m; i++) {
            season[k][i] = multiplicative ? factor(season[k][i], mean) : season[k][i] - mean;
        }
        level[k] = mean;
    }

    private void follow(int k, double value) {
        Smoothing p = bank[k];
        double carried = p.damping() * trend[k];
        double v = level[k] + carried;
        if (multiplicative && season[k].length > 0 && v <= 0) {
            becomeAdditive();
        }
        if (Double.isNaN(value)) {
            level[k] = v;
            trend[k] = carried;
            return;
        }
        double before = level[k];
        if (season[k].length == 0) {
            level[k] = p.alpha() * value + (1 - p.alpha()) * v;
        } else {
            int place = (int) (count % m);
            double seen = multiplicative ? factor(value, v) : value - v;
            double s = Double.isNaN(season[k][place]) ? seen : season[k][place];
            double deseasoned = multiplicative ? value / s : value - s;
            level[k] = p.alpha() * deseasoned + (1 - p.alpha()) * v;
            season[k][place] = p.gamma() * seen + (1 - p.gamma()) * s;
        }
        trend[k] = p.beta() * (level[k] - before) + (1 - p.beta()) * carried;
    }

    private static double factor(double value, double level) {
        return Double.isNaN(value)
                ? Double.NaN
                : Math.clamp(value / level, 1 / LARGEST_FACTOR, LARGEST_FACTOR);
    }

    /// The season's factors become differences at the present level.
    private void becomeAdditive() {
        multiplicative = false;
        if (count >= m) {
            for (int k = 0; k < bank.length; k++) {
                for (int i = 0; i < season[k].length; i++) {
                    season[k][i] = (season[k][i] - 1) * level[k];
                }
            }
        }
    }

    /// The forecast of the value `h` steps ahead; NaN as long as there has been no value.
    ///
    /// @param h at least 1
    double forecast(int h) {
        return count == 0 ? Double.NaN : forecast(best(), h);
    }

    private double forecast(int k, int h) {
        double phi = bank[k].damping();
        double damped = phi == 1 ? h : phi * (1 - StrictMath.pow(phi, h)) / (1 - phi);
        double v = level[k] + damped * trend[k];
        if (season[k].length == 0 || awaitsSeason(k)) {
            return v;
        }
        double s = season[k][(int) ((count + h - 1) % m)];
        if (Double.isNaN(s)) {
            return v;
        }
        return multiplicative ? v * s : v + s;
    }

    /// The set with the least squared error; of equals the first.
    private int best() {
        int best = 0;
        for (int k = 1; k < bank.length; k++) {
            if (squaredError[k].value() < squaredError[best].value()) {
                best = k;
            }
        }
        return best;
    }

    int byteSize() {
        int size = Byte.BYTES + Long.BYTES;
        for (double[] terms : season) {
            size += (2 + terms.length) * Double.BYTES + WeightedMean.BYTES;
        }
        return size;
    }

    void save(ByteBuffer out) {
        out.put((byte) (multiplicative ? 1 : 0)).putLong(count);
        for (int k = 0; k < bank.length; k++) {
            out.putDouble(level[k]).putDouble(trend[k]);
            for (double term : season[k]) {
                out.putDouble(term);
            }
            squaredError[k].save(out);
        }
    }

    void load(ByteBuffer in) {
        multiplicative = in.get() == 1;
        count = in.getLong();
        for (int k = 0; k < bank.length; k++) {
            level[k] = in.getDouble();
            trend[k] = in.getDouble();
            for (int i = 0; i < season[k].length; i++) {
                season[k][i] = in.getDouble();
            }
            squaredError[k].load(in);
        }
    }
}
