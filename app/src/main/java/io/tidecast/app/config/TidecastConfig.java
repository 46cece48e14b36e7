package io.tidecast.app.config;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.PretrainedWeights;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.model.io.Safetensors;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopics;
import io.tidecast.topology.InputLimits;
import io.tidecast.topology.StateOptions;
import io.tidecast.topology.StreamsDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/// The configuration of a pipeline: Tidecast's own keys, and any of Kafka's, handed through.
///
/// | key | goes to |
/// |---|---|
/// | `readings.topic`, `model.cell`, ... | Tidecast |
/// | `num.stream.threads`, `security.protocol`, ... | Kafka Streams and its clients |
/// | `consumer.*`, `producer.*`, `admin.*` | that client alone |
/// | `topic.*` | the changelog topics |
/// | `streams.*` | Kafka Streams, without the prefix and unchecked |
///
/// `${env:NAME}` in a value is the environment variable NAME.
public final class TidecastConfig {
    private final AbstractConfig own;
    private final ForecastOptions forecastOptions;
    private final Map<String, String> kafka;

    private TidecastConfig(AbstractConfig own, Map<String, String> kafka) {
        this.own = own;
        this.kafka = kafka;
        forecastOptions = forecastOptions(own);
    }

    /// Reads a properties file.
    ///
    /// @param file       null: only the overrides and defaults
    /// @param overrides  win over the file
    /// @throws CommandFailure if anything in it is wrong, naming all that is
    public static TidecastConfig load(@Nullable Path file, Map<String, String> overrides) {
        var given = new TreeMap<String, String>();
        if (file != null) {
            given.putAll(read(file));
        }
        given.putAll(overrides);
        return of(given, file == null ? "the command line" : file.toString());
    }

    /// As [#load], for commands that need no broker.
    public static TidecastConfig loadOffline(@Nullable Path file, Map<String, String> overrides) {
        var all = new HashMap<>(overrides);
        all.put(TidecastKeys.BOOTSTRAP_SERVERS, "none:0");
        return load(file, all);
    }

    /// Takes the keys as they are given.
    ///
    /// @param origin  where they come from, for messages
    /// @throws CommandFailure if anything in it is wrong, naming all that is
    static TidecastConfig of(Map<String, String> given, String origin) {
        Map<String, String> values = resolved(given);
        var errors = new ArrayList<String>();
        var kafka = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (value.contains("${env:")) {
                errors.add("%s=%s: the environment variable is not set".formatted(key, value));
            }
            if (KafkaKeys.knows(key)) {
                kafka.put(key.startsWith(KafkaKeys.UNCHECKED_PREFIX)
                        ? key.substring(KafkaKeys.UNCHECKED_PREFIX.length())
                        : key, value);
            } else if (!TidecastKeys.DEF.names().contains(key)) {
                errors.add(
                        "unknown key '%s'%s".formatted(key, KafkaKeys.nearest(key, TidecastKeys.DEF.names())
                                .map(name -> "; did you mean '" + name + "'?").orElse("")));
            }
        });
        errors.addAll(wrongValues(values, kafka));
        if (errors.isEmpty()) {
            try {
                return new TidecastConfig(new AbstractConfig(TidecastKeys.DEF, values, false), kafka);
            } catch (IllegalArgumentException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
        }
        throw new CommandFailure(ExitCode.USAGE, "wrong configuration in %s:\n  %s".formatted(origin,
                String.join("\n  ", errors)));
    }

    /// Each key with its meaning and default, in the order of their definition.
    public static Map<String, String> describeKeys() {
        var described = new LinkedHashMap<String, String>();
        TidecastKeys.DEF.configKeys().forEach((name, key) -> described.put(name, key.documentation
                + (key.hasDefault() ? " Default: " + key.defaultValue : " Required.")));
        return described;
    }

    /// Topics, formats and model.
    public ForecastOptions forecastOptions() {
        return forecastOptions;
    }

    public String bootstrapServers() {
        return String.join(",", own.getList(TidecastKeys.BOOTSTRAP_SERVERS));
    }

    public String applicationId() {
        return own.getString(TidecastKeys.APPLICATION_ID);
    }

    /// Where the running pipeline shows that it is alive.
    public Path healthFile() {
        String file = own.getString(TidecastKeys.HEALTH_FILE);
        return file.isEmpty()
                ? Path.of(own.getString(TidecastKeys.STATE_DIR), applicationId() + ".health")
                : Path.of(file);
    }

    /// For Kafka Streams: the recommended properties, and over them the given ones.
    public Map<String, Object> streamsProperties() {
        var all = new HashMap<>(StreamsDefaults.properties());
        String instance = own.getString(TidecastKeys.INSTANCE_NAME);
        if (!instance.isEmpty()) {
            all.putAll(StreamsDefaults.staticMember(instance));
        }
        all.putAll(kafka);
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
        all.put(StreamsConfig.STATE_DIR_CONFIG, own.getString(TidecastKeys.STATE_DIR));
        return all;
    }

    /// For an admin client of its own.
    public Map<String, Object> adminProperties() {
        return clientProperties(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef().names());
    }

    /// For a producer of its own.
    public Map<String, Object> producerProperties() {
        return clientProperties(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames());
    }

    /// For a consumer of its own.
    public Map<String, Object> consumerProperties() {
        return clientProperties(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames());
    }

    private Map<String, Object> clientProperties(String prefix, java.util.Set<String> known) {
        var all = new HashMap<String, Object>();
        kafka.forEach((key, value) -> {
            if (known.contains(key)) {
                all.put(key, value);
            }
        });
        kafka.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                all.put(key.substring(prefix.length()), value);
            }
        });
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return all;
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

    private static Map<String, String> resolved(Map<String, String> given) {
        var environment = new EnvVarConfigProvider();
        environment.configure(Map.of());
        return new ConfigTransformer(Map.of("env", environment)).transform(given).data();
    }

    private static List<String> wrongValues(Map<String, String> values, Map<String, String> kafka) {
        var errors = new ArrayList<String>();
        for (ConfigValue value : TidecastKeys.DEF.validate(values)) {
            errors.addAll(value.errorMessages());
        }
        var streams = new HashMap<>(kafka);
        streams.putAll(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "any",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "any:1"));
        for (ConfigValue value : StreamsConfig.configDef().validate(streams)) {
            errors.addAll(value.errorMessages());
        }
        return errors;
    }

    private static ForecastOptions forecastOptions(AbstractConfig c) {
        return new ForecastOptions(
                new ForecastTopics(c.getString(TidecastKeys.READINGS_TOPIC),
                        c.getString(TidecastKeys.FORECASTS_TOPIC),
                        c.getString(TidecastKeys.DEAD_LETTERS_TOPIC), c.getString(TidecastKeys.EVENTS_TOPIC)),
                option(c, TidecastKeys.READINGS_FORMAT, RecordFormat.class),
                option(c, TidecastKeys.FORECASTS_FORMAT, RecordFormat.class),
                forecasterOptions(c), stateOptions(c), inputLimits(c), FeedKeys.mapping(c),
                FeedKeys.registry(c));
    }

    private static StateOptions stateOptions(AbstractConfig c) {
        return new StateOptions(c.getInt(TidecastKeys.SNAPSHOT_EVERY), c.getLong(TidecastKeys.LIVE_BYTES),
                option(c, TidecastKeys.JOURNAL_STORE, StateOptions.Journal.class),
                option(c, TidecastKeys.ON_INCOMPATIBLE_STATE, StateOptions.Incompatible.class),
                millis(c, TidecastKeys.SERIES_EXPIRY_MS));
    }

    private static InputLimits inputLimits(AbstractConfig c) {
        return new InputLimits(c.getInt(TidecastKeys.READING_MAX_BYTES),
                c.getInt(TidecastKeys.RECORD_MAX_BYTES), millis(c, TidecastKeys.READING_FUTURE_MS),
                millis(c, TidecastKeys.READING_GRACE_MS), c.getInt(TidecastKeys.QUARANTINE_AFTER));
    }

    private static Duration millis(AbstractConfig c, String key) {
        return Duration.ofMillis(c.getLong(key));
    }

    private static ForecasterOptions forecasterOptions(AbstractConfig c) {
        var network = new NetworkSettings(
                option(c, TidecastKeys.CELL, NetworkSettings.Kind.class),
                c.getInt(TidecastKeys.LAYERS), c.getInt(TidecastKeys.HIDDEN_SIZE),
                c.getInt(TidecastKeys.LEARN_EVERY), c.getInt(TidecastKeys.WINDOW),
                option(c, TidecastKeys.LOSS, NetworkSettings.LossKind.class),
                c.getDouble(TidecastKeys.HUBER_DELTA),
                option(c, TidecastKeys.OPTIMIZER, NetworkSettings.OptimizerKind.class),
                c.getDouble(TidecastKeys.LEARNING_RATE), c.getDouble(TidecastKeys.MAX_GRADIENT_NORM),
                c.getLong(TidecastKeys.SEED), null, NetworkSettings.Weights.PER_KEY,
                NetworkSettings.DEFAULT.batch());
        List<ExpertKind> experts = c.getList(TidecastKeys.EXPERTS).stream()
                .map(id -> ExpertKind.valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_')))
                .toList();
        var options = new ForecasterOptions(fields(c), experts, network,
                option(c, TidecastKeys.COMBINATION, ForecasterOptions.Combination.class),
                c.getInt(TidecastKeys.HORIZONS),
                option(c, TidecastKeys.MULTI_STEP, ForecasterOptions.MultiStep.class),
                numbers(c, TidecastKeys.SEASON_STEPS, Integer::valueOf),
                c.getInt(TidecastKeys.SCALE_HALF_LIFE_STEPS),
                numbers(c, TidecastKeys.LEVELS, Double::valueOf),
                c.getDouble(TidecastKeys.ANOMALY_PROBABILITY),
                option(c, TidecastKeys.DRIFT_RESPONSE, ForecasterOptions.DriftResponse.class),
                option(c, TidecastKeys.SEASONALITY, ForecasterOptions.Seasonality.class),
                c.getInt(TidecastKeys.WARM_UP_READINGS), ForecasterOptions.DEFAULT.seasonMemory());
        NetworkSettings given = network.withPretrained(pretrained(c, options));
        return options.withNetwork(
                c.getBoolean(TidecastKeys.FROZEN)
                        ? given.withWeights(NetworkSettings.Weights.FROZEN)
                        : given);
    }

    private static SeriesFields fields(AbstractConfig c) {
        return new SeriesFields(c.getList(TidecastKeys.TARGETS), c.getList(TidecastKeys.INPUTS),
                c.getList(TidecastKeys.AHEAD), c.getList(TidecastKeys.ATTRIBUTES));
    }

    private static <E extends Enum<E>> E option(AbstractConfig c, String key, Class<E> type) {
        return Enum.valueOf(type, c.getString(key).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <N> List<N> numbers(AbstractConfig c, String key, Function<String, N> number) {
        try {
            return c.getList(key).stream().map(String::strip).map(number).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s must be a list of numbers, got %s".formatted(key, c.getList(key)), e);
        }
    }

    private static @Nullable PretrainedWeights pretrained(AbstractConfig c, ForecasterOptions options) {
        String file = c.getString(TidecastKeys.WEIGHTS);
        if (file.isEmpty()) {
            if (c.getBoolean(TidecastKeys.FROZEN)) {
                throw new IllegalArgumentException(
                        "model.frozen=true needs model.weights=FILE: drawn weights that never learn forecast nothing");
            }
            return null;
        }
        try {
            return PretrainedWeights.of(Safetensors.read(Path.of(file)), options);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("model.weights=%s: there is no such file".formatted(file), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("model.weights=%s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
