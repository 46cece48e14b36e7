package io.tidecast.app.config;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.log.LogFormat;
import io.tidecast.app.web.WebOptions;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
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
/// | `client.tag.*` | the assignment: where this instance stands |
/// | `streams.*` | Kafka Streams, without the prefix and unchecked |
///
/// `${env:NAME}` in a value is the environment variable NAME. Flags win over environment variables (TIDECAST_MODEL_CELL is
/// `model.cell`), those over the file, and that over the defaults.
public final class TidecastConfig {
    private final AbstractConfig own;
    private final ForecastOptions forecastOptions;
    private final Map<String, String> kafka;
    private final Settings settings;

    private TidecastConfig(AbstractConfig own, Map<String, String> kafka, Settings settings) {
        this.own = own;
        this.kafka = kafka;
        this.settings = settings;
        forecastOptions = forecastOptions(own);
    }

    /// Reads a properties file, and over it the environment: TIDECAST_MODEL_CELL is `model.cell`.
    ///
    /// @param file  null: none
    /// @param flags win over both
    /// @throws CommandFailure if anything in it is wrong, naming all that is
    public static TidecastConfig load(@Nullable Path file, Map<String, String> flags) {
        return of(Settings.of(file, System.getenv(), flags));
    }

    /// As [#load], for commands that need no broker: `bootstrap.servers` may be missing.
    public static TidecastConfig loadOffline(@Nullable Path file, Map<String, String> flags) {
        Settings settings = Settings.of(file, System.getenv(), flags);
        return of(settings, ConfigCheck.of(settings, Map.of(TidecastKeys.BOOTSTRAP_SERVERS, "none:0")));
    }

    /// All that is wrong with what [#load] would read.
    public static List<ConfigProblem> problems(@Nullable Path file, Map<String, String> flags) {
        return ConfigCheck.of(Settings.of(file, System.getenv(), flags)).problems();
    }

    /// A value as it may be shown: secrets are hidden.
    public static String shown(String key, String value) {
        return Secrets.shown(key, value);
    }

    /// What was given and is not used, such as an environment variable that sets no key.
    public List<String> warnings() {
        return settings.warnings();
    }

    /// Takes the keys as they are given.
    ///
    /// @param source where they come from, for messages
    /// @throws CommandFailure if anything in it is wrong, naming all that is
    static TidecastConfig of(Map<String, String> given, String source) {
        return of(Settings.of(given, source));
    }

    static TidecastConfig of(Settings settings) {
        return of(settings, ConfigCheck.of(settings));
    }

    private static TidecastConfig of(Settings settings, ConfigCheck check) {
        if (!check.problems().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, check.report());
        }
        return new TidecastConfig(new AbstractConfig(TidecastKeys.DEF, check.values(), false), check.kafka(),
                settings);
    }

    /// Every key of Tidecast's own, in the order of their definition, then Kafka's that are given or preset, with value and source.
    public List<EffectiveSetting> effective() {
        var all = new ArrayList<EffectiveSetting>();
        TidecastKeys.DEF.configKeys().forEach((key, definition) -> {
            String source = settings.source(key);
            all.add(source.isEmpty() && !definition.hasDefault()
                    ? new EffectiveSetting(key, "", EffectiveSetting.MISSING)
                    : new EffectiveSetting(key,
                            Secrets.shown(key, Secrets.text(own.values().get(key), definition.type)),
                            source.isEmpty() ? EffectiveSetting.DEFAULT : source));
        });
        new TreeMap<>(streamsProperties()).forEach((key, value) -> {
            String given = settings.given().containsKey(key) ? key : KafkaKeys.UNCHECKED_PREFIX + key;
            if (!TidecastKeys.DEF.names().contains(key)) {
                String source = settings.source(given);
                all.add(new EffectiveSetting(source.isEmpty() ? key : given,
                        Secrets.shown(key, String.valueOf(value)),
                        source.isEmpty() ? EffectiveSetting.PRESET : source));
            }
        });
        return all;
    }

    /// Each key with its meaning and default, in the order of their definition.
    public static Map<String, String> describeKeys() {
        var described = new LinkedHashMap<String, String>();
        TidecastKeys.DEF.configKeys()
                .forEach((name, key) -> described.put(name, key.documentation + defaultOf(key)));
        return described;
    }

    /// As the end of a description; one that is empty is what the description says that empty means.
    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return " Required.";
        }
        String value = Secrets.text(key.defaultValue, key.type);
        return value.isEmpty() ? "" : " Default: " + value;
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

    /// The directory of the local state.
    public Path stateDirectory() {
        return Path.of(own.getString(TidecastKeys.STATE_DIR));
    }

    /// How a running pipeline writes its log.
    public LogFormat logFormat() {
        return option(own, TidecastKeys.LOG_FORMAT, LogFormat.class);
    }

    /// Where the running pipeline shows that it is alive.
    public Path healthFile() {
        String file = own.getString(TidecastKeys.HEALTH_FILE);
        return file.isEmpty()
                ? stateDirectory().resolve(applicationId() + ".health")
                : Path.of(file);
    }

    /// How the page, the queries and the metrics are served; empty: not at all.
    public Optional<WebOptions> webOptions() {
        return WebKeys.options(own);
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

    static ForecastOptions forecastOptions(AbstractConfig c) {
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
                c.getInt(TidecastKeys.BATCH));
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
                c.getInt(TidecastKeys.WARM_UP_READINGS), seasonMemory(c));
        return options.withNetwork(
                network.withPretrained(pretrained(c, options)).withWeights(weights(c)));
    }

    private static NetworkSettings.Weights weights(AbstractConfig c) {
        return option(c, TidecastKeys.WEIGHTS_MODE, NetworkSettings.Weights.class);
    }

    private static ForecasterOptions.SeasonMemory seasonMemory(AbstractConfig c) {
        if (!c.getString(TidecastKeys.SEASON_MEMORY).equals("auto")) {
            return option(c, TidecastKeys.SEASON_MEMORY, ForecasterOptions.SeasonMemory.class);
        }
        return weights(c) == NetworkSettings.Weights.SHARED
                ? ForecasterOptions.SeasonMemory.LEAN
                : ForecasterOptions.SeasonMemory.FULL;
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
            if (weights(c) == NetworkSettings.Weights.FROZEN) {
                throw new IllegalArgumentException(
                        "weights=frozen needs model.weights=FILE: drawn weights that never learn forecast nothing");
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
