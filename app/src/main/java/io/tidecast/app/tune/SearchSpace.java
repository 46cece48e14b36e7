package io.tidecast.app.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// The values that a search may choose from, by configuration key. Each is as likely as the others.
///
/// @param choices  by key, in the order in which they are drawn
public record SearchSpace(Map<String, List<String>> choices) {
    /// What matters for the accuracy of a series and has no better value for all of them.
    public static final SearchSpace DEFAULT = new SearchSpace(defaults());

    public SearchSpace {
        choices = new LinkedHashMap<>(choices);
    }

    private static Map<String, List<String>> defaults() {
        var choices = new LinkedHashMap<String, List<String>>();
        choices.put("model.cell", List.of("lstm", "gru"));
        choices.put("model.hidden.size", List.of("8", "16", "32", "48"));
        choices.put("model.window", List.of("2", "4", "8", "16"));
        choices.put("model.learning.rate", List.of("1e-4", "2e-4", "5e-4", "1e-3", "2e-3", "4e-3"));
        choices.put("model.huber.delta", List.of("1", "3", "10"));
        choices.put("model.scale.half.life.steps", List.of("168", "336", "672", "1344", "2688"));
        choices.put("model.combination", List.of("stacking", "exponentiated-gradient"));
        return choices;
    }

    /// The same without some keys: what is set by hand is not searched.
    public SearchSpace without(Set<String> keys) {
        var others = new LinkedHashMap<>(choices);
        others.keySet().removeAll(keys);
        return new SearchSpace(others);
    }

    /// Combinations that there are.
    long size() {
        return choices.values().stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
    }

    /// The defaults, then random combinations, none twice.
    ///
    /// @param count  all together, at most one more than there are
    List<Map<String, String>> draw(int count, long seed) {
        var random = new Random(seed);
        var drawn = new ArrayList<Map<String, String>>();
        drawn.add(Map.of());
        while (drawn.size() < Math.min(count, size() + 1)) {
            Map<String, String> settings = new LinkedHashMap<>();
            choices.forEach((key, values) -> settings.put(key, values.get(random.nextInt(values.size()))));
            if (!drawn.contains(settings)) {
                drawn.add(settings);
            }
        }
        return drawn;
    }
}
