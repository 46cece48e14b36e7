package io.tidecast.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.streams.StreamsConfig;

/// Looks for all that is wrong with what was given, rather than for the first thing.
///
/// @param settings what was given
/// @param values   all of it, `${env:NAME}` replaced
/// @param kafka    what of it goes to Kafka
/// @param problems none: it can be used
record ConfigCheck(Settings settings, Map<String, String> values, Map<String, String> kafka,
        List<ConfigProblem> problems) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([^}]*)}");

    static ConfigCheck of(Settings settings) {
        return of(settings, Map.of());
    }

    /// @param substitutes for what must be given and was not
    static ConfigCheck of(Settings settings, Map<String, String> substitutes) {
        var values = new HashMap<>(substitutes);
        values.putAll(resolved(settings.values()));
        var check = new ConfigCheck(settings, values, new LinkedHashMap<>(), new ArrayList<>());
        check.keys();
        check.types(TidecastKeys.DEF, check.values);
        var streams = new HashMap<>(check.kafka);
        streams.putAll(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "any",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "any:1"));
        check.types(StreamsConfig.configDef(), streams);
        check.clients();
        check.meaning();
        return check;
    }

    /// All of it, a line for each problem.
    String report() {
        boolean severalSources = settings.given().values().stream().map(Settings.Setting::source).distinct()
                .count() > 1;
        return "wrong configuration in %s:\n  %s".formatted(settings.sources(), problems.stream()
                .map(problem -> severalSources && !problem.source().isEmpty()
                        ? "%s (from %s)".formatted(problem.message(), problem.source())
                        : problem.message())
                .collect(Collectors.joining("\n  ")));
    }

    private void keys() {
        values.forEach((key, value) -> {
            Matcher reference = REFERENCE.matcher(value);
            if (reference.find()) {
                problem(key, "%s: the environment variable is not set: %s".formatted(key,
                        reference.group(1)));
            }
            if (KafkaKeys.knows(key)) {
                kafka.put(key.startsWith(KafkaKeys.UNCHECKED_PREFIX)
                        ? key.substring(KafkaKeys.UNCHECKED_PREFIX.length())
                        : key, value);
            } else if (!Settings.isKnown(key)) {
                problem(key, "unknown key '%s'%s".formatted(key, Settings.meant(key)));
            }
        });
    }

    /// Values for Kafka's clients, with a prefix or without, that Kafka Streams does not check itself.
    private void clients() {
        kafka.forEach((key, value) -> {
            if (StreamsConfig.configDef().names().contains(key)) {
                return;
            }
            String plain = KafkaKeys.withoutPrefix(key);
            KafkaKeys.definitions(key).stream().map(definition -> definition.configKeys().get(plain))
                    .filter(Objects::nonNull).findFirst().ifPresent(definition -> {
                        var alone = new ConfigDef().define(definition);
                        alone.validate(Map.of(plain, value)).forEach(checked -> first(key, checked));
                    });
        });
    }

    private void types(ConfigDef definition, Map<String, String> given) {
        for (ConfigValue value : definition.validate(given)) {
            if (value.name().equals(TidecastKeys.BOOTSTRAP_SERVERS) && !given.containsKey(value.name())) {
                problem(value.name(),
                        "bootstrap.servers is missing: say which cluster by --bootstrap-server HOST:PORT or --config FILE, or by TIDECAST_BOOTSTRAP_SERVERS");
            } else {
                first(value.name(), value);
            }
        }
    }

    /// The first of a value's errors: the others follow from it.
    private void first(String key, ConfigValue value) {
        value.errorMessages().stream().findFirst().ifPresent(message -> problem(key,
                message.replace("for configuration " + value.name(), "for configuration " + key)));
    }

    /// What the options refuse although each value is fine for its own type. They name one thing at a time: the key that it goes
    /// away with is put back to its default, and they are asked again.
    private void meaning() {
        var usable = new HashMap<>(values);
        problems.forEach(problem -> usable.remove(problem.key()));
        usable.putIfAbsent(TidecastKeys.BOOTSTRAP_SERVERS, "none:0");
        Optional<String> refusal = refusal(usable);
        while (refusal.isPresent()) {
            String message = refusal.get();
            Optional<String> culprit = values.keySet().stream()
                    .filter(key -> usable.containsKey(key) && !key.equals(TidecastKeys.BOOTSTRAP_SERVERS)
                            && !refusal(without(usable, key)).equals(Optional.of(message)))
                    .findFirst();
            problem(culprit.orElse(""), message);
            culprit.ifPresent(usable::remove);
            refusal = culprit.isPresent() ? refusal(usable) : Optional.empty();
        }
    }

    private static Map<String, String> without(Map<String, String> values, String key) {
        var fewer = new HashMap<>(values);
        fewer.remove(key);
        return fewer;
    }

    private static Optional<String> refusal(Map<String, String> values) {
        try {
            TidecastConfig.forecastOptions(new AbstractConfig(TidecastKeys.DEF, values, false));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void problem(String key, String message) {
        problems.add(new ConfigProblem(key, settings.source(key), message));
    }

    private static Map<String, String> resolved(Map<String, String> given) {
        var environment = new EnvVarConfigProvider();
        environment.configure(Map.of());
        return new ConfigTransformer(Map.of("env", environment)).transform(given).data();
    }
}
