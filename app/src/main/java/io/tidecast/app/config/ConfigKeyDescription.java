package io.tidecast.app.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/// What there is to know of a key of the configuration.
///
/// @param section      what it has to do with
/// @param key          its name
/// @param variable     environment variable that sets it
/// @param type         such as int or list
/// @param defaultValue as text; null: there is none, it must be given
/// @param allowed      values that are; empty: any of the type
/// @param meaning      in words
public record ConfigKeyDescription(String section, String key, String variable, String type,
        @Nullable String defaultValue, String allowed, String meaning) {

    /// All keys of Tidecast's own, section by section, in the order of their definition.
    public static List<ConfigKeyDescription> all() {
        List<ConfigKeyDescription> keys = TidecastKeys.DEF.configKeys().values().stream()
                .map(ConfigKeyDescription::of).toList();
        return keys.stream().map(ConfigKeyDescription::section).distinct()
                .flatMap(section -> keys.stream().filter(key -> key.section().equals(section))).toList();
    }

    private static ConfigKeyDescription of(ConfigDef.ConfigKey key) {
        return new ConfigKeyDescription(section(key.name), key.name, EnvironmentKeys.variable(key.name),
                key.type.name().toLowerCase(java.util.Locale.ROOT),
                key.hasDefault() ? atHome(Secrets.text(key.defaultValue, key.type)) : null,
                key.validator == null ? "" : key.validator.toString(), key.documentation);
    }

    /// The same on every machine.
    private static String atHome(String value) {
        String home = System.getProperty("user.home");
        return value.startsWith(home) ? "~" + value.substring(home.length()) : value;
    }

    private static String section(String key) {
        return switch (key.split("\\.", 2)[0]) {
            case "model", "weights" -> "Model";
            case "fields" -> "Fields of a reading";
            case "readings", "schema" -> "What senders send";
            default -> "Pipeline";
        };
    }
}
