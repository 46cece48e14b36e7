package io.tidecast.app.crash;

import java.util.ArrayList;
import java.util.List;

/// What the scale benchmark is asked for.
///
/// @param keys       series
/// @param readings   of each
/// @param partitions of the readings
/// @param instances  of the application, in processes of their own
/// @param heap       of each, MB
/// @param settings   of the application, `key=value`
record ScaleArguments(int keys, int readings, int partitions, int instances, int heap,
        List<String> settings) {
    static ScaleArguments parse(String[] arguments) {
        int keys = 10_000;
        int readings = 3;
        int partitions = 4;
        int instances = 1;
        int heap = 1_024;
        var settings = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--keys" -> keys = Integer.parseInt(value);
                case "--readings" -> readings = Integer.parseInt(value);
                case "--partitions" -> partitions = Integer.parseInt(value);
                case "--instances" -> instances = Integer.parseInt(value);
                case "--heap" -> heap = Integer.parseInt(value);
                case "--set" -> settings.add(value);
                default -> throw new IllegalArgumentException(
                        "expected --keys, --readings, --partitions, --instances, --heap with a number or --set KEY=VALUE, got "
                                + arguments[i]);
            }
        }
        return new ScaleArguments(keys, readings, partitions, instances, heap, List.copyOf(settings));
    }
}
