package io.tidecast.benchmarks.pipeline;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The windows of all contenders, one for each round.
///
/// @param windows by contender, in the order of the turns
record Measurements(Map<String, List<Window>> windows) {
    Measurements {
        windows = new LinkedHashMap<>(windows);
    }

    /// Of several numbers of one kind.
    record Spread(double median, double least, double most) {
        static Spread of(double[] numbers) {
            double[] sorted = numbers.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1
                    ? sorted[middle]
                    : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    boolean has(String contender) {
        return windows.containsKey(contender);
    }

    /// What the windows of a contender say.
    Spread of(String contender, ToDoubleFunction<Window> what) {
        return Spread.of(of(contender).stream().mapToDouble(what).toArray());
    }

    /// Records a second of one contender for each of another; each round is compared with itself.
    Spread ratio(String contender, String over) {
        double[] ratios = new double[of(contender).size()];
        Arrays.setAll(ratios, round -> of(contender).get(round).recordsPerSecond()
                / of(over).get(round).recordsPerSecond());
        return Spread.of(ratios);
    }

    private List<Window> of(String contender) {
        List<Window> own = windows.get(contender);
        if (own == null) {
            throw new IllegalArgumentException(
                    "a contender must be one of %s, got %s".formatted(windows.keySet(), contender));
        }
        return own;
    }
}
