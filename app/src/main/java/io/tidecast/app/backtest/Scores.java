package io.tidecast.app.backtest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The errors of all models and the intervals, over the same truths.
final class Scores {
    /// By the model's name.
    private final Map<String, ErrorSums> models = new LinkedHashMap<>();
    private final List<IntervalSums> intervals = new ArrayList<>();
    private long scored;

    /// @param models  their names, in the order in which they are reported
    /// @param levels  of the intervals
    Scores(List<String> models, List<Double> levels) {
        models.forEach(name -> this.models.put(name, new ErrorSums()));
        levels.forEach(level -> intervals.add(new IntervalSums(level)));
    }

    /// Counts a truth.
    void count() {
        scored++;
    }

    ErrorSums model(String name) {
        return models.computeIfAbsent(name, absent -> new ErrorSums());
    }

    /// One for each level.
    List<IntervalSums> intervals() {
        return intervals;
    }

    /// The interval of the first level.
    IntervalSums interval() {
        return intervals.getFirst();
    }

    /// Truths that were scored.
    long scored() {
        return scored;
    }

    /// Takes in the scores of others with the same models and levels.
    void add(Scores other) {
        other.models.forEach((name, sums) -> model(name).add(sums));
        for (int i = 0; i < intervals.size(); i++) {
            intervals.get(i).add(other.intervals.get(i));
        }
        scored += other.scored;
    }

    /// By the model's name.
    Map<String, Errors> errors() {
        Map<String, Errors> errors = new LinkedHashMap<>();
        models.forEach((name, sums) -> errors.put(name, sums.errors()));
        return errors;
    }
}
