package io.tidecast.app.config;

import static java.util.stream.Collectors.joining;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.tidecast.app.log.LogFormat;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.InputLimits;
import io.tidecast.topology.StateOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/// The keys of the configuration that are Tidecast's own, or have another default than Kafka gives them.
final class TidecastKeys {
    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String APPLICATION_ID = "application.id";
    static final String STATE_DIR = "state.dir";
    static final String HEALTH_FILE = "health.file";
    static final String LOG_FORMAT = "log.format";
    static final String READINGS_TOPIC = "readings.topic";
    static final String FORECASTS_TOPIC = "forecasts.topic";
    static final String DEAD_LETTERS_TOPIC = "dead.letters.topic";
    static final String READINGS_FORMAT = "readings.format";
    static final String FORECASTS_FORMAT = "forecasts.format";
    static final String SNAPSHOT_EVERY = "snapshot.every";
    static final String LIVE_BYTES = "live.bytes";
    static final String EVENTS_TOPIC = "events.topic";
    static final String INSTANCE_NAME = "instance.name";
    static final String JOURNAL_STORE = "journal.store";
    static final String ON_INCOMPATIBLE_STATE = "on.incompatible.state";
    static final String SERIES_EXPIRY_MS = "series.expiry.ms";
    static final String READING_MAX_BYTES = "reading.max.bytes";
    static final String RECORD_MAX_BYTES = "record.max.bytes";
    static final String READING_FUTURE_MS = "reading.future.ms";
    static final String READING_GRACE_MS = "reading.grace.ms";
    static final String QUARANTINE_AFTER = "quarantine.after";
    static final String EXPERTS = "model.experts";
    static final String CELL = "model.cell";
    static final String LAYERS = "model.layers";
    static final String HIDDEN_SIZE = "model.hidden.size";
    static final String LEARN_EVERY = "model.learn.every";
    static final String WINDOW = "model.window";
    static final String LOSS = "model.loss";
    static final String OPTIMIZER = "model.optimizer";
    static final String LEARNING_RATE = "model.learning.rate";
    static final String HUBER_DELTA = "model.huber.delta";
    static final String MAX_GRADIENT_NORM = "model.max.gradient.norm";
    static final String SCALE_HALF_LIFE_STEPS = "model.scale.half.life.steps";
    static final String LEVELS = "model.levels";
    static final String HORIZONS = "model.horizons";
    static final String MULTI_STEP = "model.multi.step";
    static final String SEASON_STEPS = "model.season.steps";
    static final String COMBINATION = "model.combination";
    static final String ANOMALY_PROBABILITY = "model.anomaly.probability";
    static final String DRIFT_RESPONSE = "model.drift.response";
    static final String SEASONALITY = "model.seasonality";
    static final String TARGETS = "fields.targets";
    static final String INPUTS = "fields.inputs";
    static final String AHEAD = "fields.ahead";
    static final String ATTRIBUTES = "fields.attributes";
    static final String WARM_UP_READINGS = "model.warm.up.readings";
    static final String SEED = "model.seed";
    static final String WEIGHTS = "model.weights";
    static final String WEIGHTS_MODE = "weights";
    static final String BATCH = "model.batch";
    static final String SEASON_MEMORY = "model.season.memory";

    /// All of them with type, default and meaning.
    static final ConfigDef DEF = WebKeys.addTo(FeedKeys
            .addTo(model(fields(limits(state(topics(cluster(new ConfigDef()))))))));

    private TidecastKeys() {}

    private static ConfigDef cluster(ConfigDef def) {
        key(def, BOOTSTRAP_SERVERS, ConfigDef.Type.LIST, NO_DEFAULT_VALUE, null,
                "Brokers to begin with, host:port[,host:port...].");
        key(def, APPLICATION_ID, ConfigDef.Type.STRING, "tidecast", new ConfigDef.NonEmptyString(),
                "Name of the application: its instances share the partitions, its state belongs to it.");
        key(def, HEALTH_FILE, ConfigDef.Type.STRING, "", null,
                "File that a running pipeline renews and 'tidecast health' reads; empty: APPLICATION.ID.health in state.dir.");
        key(def, LOG_FORMAT, ConfigDef.Type.STRING, lower(LogFormat.TEXT), oneOf(LogFormat.values()),
                "How 'tidecast run' writes its log to standard error: lines for people, or a JSON object on each line.");
        key(def, INSTANCE_NAME, ConfigDef.Type.STRING, "", null,
                "Name of this instance, unlike any other's and the same after a restart: it then gets its partitions back at once;"
                        + " empty: any.");
        return key(def, STATE_DIR, ConfigDef.Type.STRING,
                Path.of(System.getProperty("user.home"), ".tidecast", "state").toString(),
                new ConfigDef.NonEmptyString(), "Directory of the local state; one instance each.");
    }

    private static ConfigDef topics(ConfigDef def) {
        ForecastOptions d = ForecastOptions.DEFAULT;
        key(def, READINGS_TOPIC, ConfigDef.Type.STRING, d.readingsTopic(), new ConfigDef.NonEmptyString(),
                "Topic of the readings.");
        key(def, FORECASTS_TOPIC, ConfigDef.Type.STRING, d.forecastsTopic(), new ConfigDef.NonEmptyString(),
                "Topic of the forecasts.");
        key(def, DEAD_LETTERS_TOPIC, ConfigDef.Type.STRING, d.deadLettersTopic(),
                new ConfigDef.NonEmptyString(),
                "Topic of what is no usable reading, with the reason in headers.");
        key(def, READINGS_FORMAT, ConfigDef.Type.STRING, lower(d.readingsFormat()),
                oneOf(RecordFormat.values()),
                "How readings are written.");
        key(def, FORECASTS_FORMAT, ConfigDef.Type.STRING, lower(d.forecastsFormat()),
                oneOf(Arrays.stream(RecordFormat.values()).filter(RecordFormat::isWritten)
                        .toArray(RecordFormat[]::new)),
                "How forecasts are written.");
        return key(def, EVENTS_TOPIC, ConfigDef.Type.STRING, d.eventsTopic(), new ConfigDef.NonEmptyString(),
                "Topic of what happens to the models: drift, restart, reset, expiry, quarantine and the like.");
    }

    private static ConfigDef state(ConfigDef def) {
        StateOptions s = StateOptions.DEFAULT;
        key(def, SNAPSHOT_EVERY, ConfigDef.Type.INT, s.snapshotEvery(), null,
                "Readings of a series from one full snapshot of its state to the next; 0: by the size of the state.");
        key(def, LIVE_BYTES, ConfigDef.Type.LONG, s.liveBytes(), null,
                "Heap that the live forecasters of this instance may take, bytes.");
        key(def, JOURNAL_STORE, ConfigDef.Type.STRING, lower(s.journal()),
                oneOf(StateOptions.Journal.values()),
                "Where the readings since the last snapshots are kept: memory is faster, disk takes no heap.");
        key(def, ON_INCOMPATIBLE_STATE, ConfigDef.Type.STRING, lower(s.incompatible()),
                oneOf(StateOptions.Incompatible.values()),
                "When stored state was learnt by another model: refuse to start, or reset, which gives it up.");
        return key(def, SERIES_EXPIRY_MS, ConfigDef.Type.LONG, s.expiry().toMillis(), null,
                "A series that has been idle for longer, by the readings' times, is forgotten; 0: never.");
    }

    private static ConfigDef limits(ConfigDef def) {
        InputLimits l = InputLimits.DEFAULT;
        key(def, READING_MAX_BYTES, ConfigDef.Type.INT, l.maxReadingBytes(), null,
                "Largest record that is taken as a reading.");
        key(def, RECORD_MAX_BYTES, ConfigDef.Type.INT, l.maxRecordBytes(), null,
                "Largest record that is written; producer.max.request.size and the topics' max.message.bytes must be more.");
        key(def, READING_FUTURE_MS, ConfigDef.Type.LONG, l.future().toMillis(), null,
                "A reading may be ahead of the newest one of its partition by so much; 0: by anything.");
        key(def, READING_GRACE_MS, ConfigDef.Type.LONG, l.grace().toMillis(), null,
                "A reading may be behind the newest one of its partition by so much; 0: by anything.");
        return key(def, QUARANTINE_AFTER, ConfigDef.Type.INT, l.quarantineAfter(), null,
                "Failures of a series' model in a row after which it gets no more readings until it is released.");
    }

    private static ConfigDef fields(ConfigDef def) {
        SeriesFields f = SeriesFields.SCALAR;
        key(def, TARGETS, ConfigDef.Type.LIST, String.join(",", f.targets()), null,
                "Fields of a reading that are forecast; several are seen together.");
        key(def, INPUTS, ConfigDef.Type.LIST, List.of(), null,
                "Fields of a reading that help to forecast and are not forecast themselves.");
        key(def, AHEAD, ConfigDef.Type.LIST, List.of(), null,
                "Fields that help to forecast and are known before their time, such as holiday or planned_load.");
        return key(def, ATTRIBUTES, ConfigDef.Type.LIST, List.of(), null,
                "Attributes that say what a series is, such as site or type.");
    }

    private static ConfigDef model(ConfigDef def) {
        ForecasterOptions d = ForecasterOptions.DEFAULT;
        key(def, EXPERTS, ConfigDef.Type.LIST, d.experts().stream().map(ExpertKind::id).collect(joining(",")),
                ConfigDef.ValidList.in(false,
                        Arrays.stream(ExpertKind.values()).map(ExpertKind::id).toArray(String[]::new)),
                "What is combined; one alone is the forecast.");
        network(def);
        key(def, SEASON_MEMORY, ConfigDef.Type.STRING, "auto",
                ConfigDef.ValidString.in("auto", "full", "lean"),
                "What each series remembers of its seasons: full, day and week; lean, the shortest season in 24 parts; auto, lean with"
                        + " weights=shared, else full.");
        key(def, SCALE_HALF_LIFE_STEPS, ConfigDef.Type.INT, d.scaleHalfLifeSteps(), null,
                "Half-life of the online scale, in readings.");
        key(def, HORIZONS, ConfigDef.Type.INT, d.horizons(), null,
                "Forecasts are made for 1, 2, ... and so many steps ahead.");
        key(def, MULTI_STEP, ConfigDef.Type.STRING, ForecasterOptions.id(d.multiStep()),
                oneOf(ForecasterOptions.MultiStep.values()),
                "How the network looks further than one step ahead: one output for each horizon, or its own forecasts fed back.");
        key(def, SEASON_STEPS, ConfigDef.Type.LIST, List.of(), null,
                "Lengths of the seasons in steps, such as 24,168; empty: the day and the week, by the sampling interval.");
        key(def, SEASONALITY, ConfigDef.Type.STRING, ForecasterOptions.id(d.seasonality()),
                oneOf(ForecasterOptions.Seasonality.values()),
                "How the season of the holt-winters expert joins the level.");
        key(def, COMBINATION, ConfigDef.Type.STRING, ForecasterOptions.id(d.combination()),
                oneOf(ForecasterOptions.Combination.values()), "How the experts' forecasts become one.");
        key(def, LEVELS, ConfigDef.Type.LIST,
                d.levels().stream().map(String::valueOf).collect(joining(",")), null,
                "Shares of truths that the intervals shall cover, between 0 and 1; the first one is the interval of the forecast's lower and upper.");
        key(def, ANOMALY_PROBABILITY, ConfigDef.Type.DOUBLE, d.anomalyProbability(), null,
                "Readings whose error has a smaller tail probability are flagged as anomalies.");
        key(def, DRIFT_RESPONSE, ConfigDef.Type.STRING, ForecasterOptions.id(d.driftResponse()),
                oneOf(ForecasterOptions.DriftResponse.values()),
                "What follows when the errors of a series have become larger than they were, beside the event.");
        return key(def, WARM_UP_READINGS, ConfigDef.Type.INT, d.warmUpReadings(), null,
                "Resolved forecasts before a forecast counts as trustworthy.");
    }

    private static void network(ConfigDef def) {
        NetworkSettings n = NetworkSettings.DEFAULT;
        key(def, CELL, ConfigDef.Type.STRING, lower(n.cell()), oneOf(NetworkSettings.Kind.values()),
                "Recurrent cell of the network.");
        key(def, LAYERS, ConfigDef.Type.INT, n.layers(), null,
                "Recurrent layers, each on the outputs of the one below.");
        key(def, HIDDEN_SIZE, ConfigDef.Type.INT, n.hiddenSize(), null, "Units of each recurrent layer.");
        key(def, LEARN_EVERY, ConfigDef.Type.INT, n.learnEvery(), null,
                "k1 of truncated BPTT: readings from one update to the next.");
        key(def, WINDOW, ConfigDef.Type.INT, n.window(), null,
                "k2 of truncated BPTT: readings that an update looks back over.");
        key(def, LOSS, ConfigDef.Type.STRING, lower(n.loss()), oneOf(NetworkSettings.LossKind.values()),
                "What the network makes small: Huber's loss, the mean squared or the mean absolute error.");
        key(def, OPTIMIZER, ConfigDef.Type.STRING, lower(n.optimizer()),
                oneOf(NetworkSettings.OptimizerKind.values()), "Rule that moves the network's weights.");
        key(def, LEARNING_RATE, ConfigDef.Type.DOUBLE, n.learningRate(), null,
                "Step size of the optimiser.");
        key(def, HUBER_DELTA, ConfigDef.Type.DOUBLE, n.huberDelta(), null,
                "Errors beyond this count linearly in the Huber loss, in RMS steps of the series.");
        key(def, MAX_GRADIENT_NORM, ConfigDef.Type.DOUBLE, n.maxGradientNorm(), null,
                "Gradients of a larger global norm are scaled down to it.");
        key(def, SEED, ConfigDef.Type.LONG, n.seed(), null, "Seed of the initial weights.");
        key(def, WEIGHTS, ConfigDef.Type.STRING, "", null,
                "Safetensors file of the weights that every series starts from; empty: drawn with the seed.");
        key(def, WEIGHTS_MODE, ConfigDef.Type.STRING, lower(n.weights()),
                oneOf(NetworkSettings.Weights.values()),
                "Whose the network's weights are: per-key, each series its own; shared, one set for a partition, for series by the million;"
                        + " frozen, those of model.weights, which stay.");
        key(def, BATCH, ConfigDef.Type.INT, n.batch(), null,
                "With weights=shared: readings, of any series, from one update to the next.");
    }

    private static ConfigDef key(ConfigDef def, String name, ConfigDef.Type type, Object defaultValue,
            ConfigDef.@Nullable Validator validator, String doc) {
        return def.define(name, type, defaultValue, validator, ConfigDef.Importance.MEDIUM, doc);
    }

    private static ConfigDef.ValidString oneOf(Enum<?>[] values) {
        return ConfigDef.ValidString
                .in(Arrays.stream(values).map(TidecastKeys::lower).toArray(String[]::new));
    }

    private static String lower(Enum<?> value) {
        return ForecasterOptions.id(value);
    }
}
