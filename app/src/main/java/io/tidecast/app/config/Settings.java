package io.tidecast.app.config;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was given, key by key, and where: flags win over the environment, and that wins over the file.
///
/// @param given    by key
/// @param warnings about what was given and is not used
record Settings(Map<String, Setting> given, List<String> warnings) {
    static final String COMMAND_LINE = "the command line";

    /// One key as it was given.
    ///
    /// @param value  with `${env:NAME}` as it was written
    /// @param source the file, the environment variable or the command line
    record Setting(String value, String source) {}

    /// Collects from all sources.
    ///
    /// @param file null: none
    static Settings of(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        var given = new TreeMap<String, Setting>();
        var warnings = new ArrayList<String>();
        if (file != null) {
            read(file).forEach((key, value) -> given.put(key, new Setting(value, file.toString())));
        }
        new TreeMap<>(environment).forEach((name, value) -> {
            String key = EnvironmentKeys.key(name);
            if (key != null && isKnown(key)) {
                given.put(key, new Setting(value.strip(), name));
            } else if (key != null) {
                warnings.add("the environment variable %s is not used: there is no key %s%s".formatted(name,
                        key, meant(key)));
            }
        });
        flags.forEach((key, value) -> given.put(key, new Setting(value, COMMAND_LINE)));
        return new Settings(given, warnings);
    }

    /// As given by one source.
    static Settings of(Map<String, String> values, String source) {
        var given = new TreeMap<String, Setting>();
        values.forEach((key, value) -> given.put(key, new Setting(value, source)));
        return new Settings(given, List.of());
    }

    /// Values as they were given, by key.
    Map<String, String> values() {
        var values = new TreeMap<String, String>();
        given.forEach((key, setting) -> values.put(key, setting.value()));
        return values;
    }

    /// Where a key was given; empty: nowhere.
    String source(String key) {
        Setting setting = given.get(key);
        return setting == null ? "" : setting.source();
    }

    /// All that gave something, for messages.
    String sources() {
        List<String> sources = given.values().stream().map(Setting::source).distinct().sorted().toList();
        return sources.isEmpty() ? COMMAND_LINE : sources.stream().collect(Collectors.joining(", "));
    }

    static boolean isKnown(String key) {
        return KafkaKeys.knows(key) || TidecastKeys.DEF.names().contains(key);
    }

    /// What was probably meant by an unknown key, as the end of a sentence.
    static String meant(String key) {
        return KafkaKeys.nearest(key, TidecastKeys.DEF.names()).map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE,
                    "cannot read the configuration file %s: %s".formatted(file, e), e);
        }
        var map = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name).strip()));
        return map;
    }
}
