package io.tidecast.app.crash;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the crash benchmark is asked for.
///
/// @param kills       of instances that come back at once
/// @param losses      of instances that come back after the others have taken over
/// @param points      kills at commit boundaries and in the middle of updates
/// @param rebalances  by stopping an instance and starting it again
/// @param pauses      of an instance, by SIGSTOP
/// @param fullDisks   times that an instance finds its disk full
/// @param brokerAways times that the broker is gone for more than a minute
/// @param clockJumps  of an instance's clock, an hour ahead and a day behind
/// @param controls    whether the negative controls are run as well
record CrashArguments(int kills, int losses, int points, int brokerKills, int instances, int rebalances,
        int pauses, int fullDisks,
        int brokerAways, int clockJumps, boolean controls, String mode, long seed, @Nullable Path json) {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("--kills", "20"),
            Map.entry("--broker-kills", "3"), Map.entry("--instances", "3"), Map.entry("--rebalances", "4"),
            Map.entry("--pauses", "2"), Map.entry("--full-disks", "0"), Map.entry("--broker-aways", "0"),
            Map.entry("--losses", "3"), Map.entry("--points", "8"), Map.entry("--clock-jumps", "2"),
            Map.entry("--controls", "yes"), Map.entry("--mode", "per-key"), Map.entry("--seed", "1"),
            Map.entry("--json", ""));

    static CrashArguments parse(String[] arguments) {
        var given = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!given.containsKey(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("expected options %s with a value each, got %s"
                        .formatted(DEFAULTS.keySet().stream().sorted().toList(), List.of(arguments)));
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        String mode = String.valueOf(given.get("--mode"));
        if (!List.of("per-key", "shared", "frozen").contains(mode)) {
            throw new IllegalArgumentException("--mode must be per-key, shared or frozen, got " + mode);
        }
        String json = String.valueOf(given.get("--json"));
        return new CrashArguments(number(given, "--kills"), number(given, "--losses"),
                number(given, "--points"), number(given, "--broker-kills"),
                number(given, "--instances"), number(given, "--rebalances"), number(given, "--pauses"),
                number(given, "--full-disks"), number(given, "--broker-aways"),
                number(given, "--clock-jumps"),
                "yes".equals(given.get("--controls")), mode, number(given, "--seed"),
                json.isEmpty() ? null : Path.of(json));
    }

    private static int number(Map<String, String> given, String name) {
        return Integer.parseInt(String.valueOf(given.get(name)));
    }
}
