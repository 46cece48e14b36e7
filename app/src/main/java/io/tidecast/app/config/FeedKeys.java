package io.tidecast.app.config;

import io.tidecast.schemas.feed.FieldPath;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.feed.TimestampUnit;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.schemas.registry.TlsOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/// The keys that say how the fields of what senders send become readings, and where the schema registry is.
final class FeedKeys {
    private static final String KEY_FIELDS = "readings.key.fields";
    private static final String VALUE_FIELDS = "readings.value.fields";
    private static final String SERIES_PER_FIELD = "readings.series.per.field";
    private static final String TIMESTAMP_FIELD = "readings.timestamp.field";
    private static final String TIMESTAMP_UNIT = "readings.timestamp.unit";
    private static final String AHEAD_FIELDS = "readings.ahead.fields";
    private static final String ATTRIBUTE_FIELDS = "readings.attribute.fields";
    private static final String CSV_COLUMNS = "readings.csv.columns";
    private static final String CSV_SEPARATOR = "readings.csv.separator";
    private static final String AVRO_SCHEMAS = "readings.avro.schemas";
    private static final String REGISTRY_URL = "schema.registry.url";
    private static final String REGISTRY_USER_INFO = "schema.registry.basic.auth.user.info";
    private static final String REGISTRY_TRUST_STORE = "schema.registry.ssl.truststore.location";
    private static final String REGISTRY_TRUST_STORE_PASSWORD = "schema.registry.ssl.truststore.password";
    private static final String REGISTRY_KEY_STORE = "schema.registry.ssl.keystore.location";
    private static final String REGISTRY_KEY_STORE_PASSWORD = "schema.registry.ssl.keystore.password";

    private FeedKeys() {}

    /// Adds them with type, default and meaning.
    static ConfigDef addTo(ConfigDef def) {
        list(def, KEY_FIELDS, List.of(),
                "Fields whose texts, joined by /, are the series id; $key is the record's key. Empty: the format's own id (line protocol, SenML), or else the record's key.");
        list(def, VALUE_FIELDS, List.of(),
                "Fields that are measured, PATH or NAME=PATH such as temp=sensor.values.temp; several are one reading with these fields. Empty: value or values; line protocol: a series for each number.");
        def.define(SERIES_PER_FIELD, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.MEDIUM,
                "Whether each value field is a series of its own, id/name.");
        text(def, TIMESTAMP_FIELD, "",
                "Field of the time. Empty: the format's own (line protocol, SenML, CloudEvents) or time, and where there is none the record's timestamp.");
        def.define(TIMESTAMP_UNIT, ConfigDef.Type.STRING, lower(TimestampUnit.AUTO),
                ConfigDef.ValidString.in(
                        Arrays.stream(TimestampUnit.values()).map(FeedKeys::lower).toArray(String[]::new)),
                ConfigDef.Importance.MEDIUM,
                "What a number in the timestamp field counts; auto is ms, in line protocol ns. ISO-8601 text is always taken.");
        list(def, AHEAD_FIELDS, List.of(),
                "Fields of inputs known before their time: a number or an array of numbers.");
        list(def, ATTRIBUTE_FIELDS, List.of(), "Fields that say what the series is.");
        list(def, CSV_COLUMNS, ReadingMapping.DEFAULT.csvColumns(), "Names of the columns of a CSV line.");
        def.define(CSV_SEPARATOR, ConfigDef.Type.STRING,
                String.valueOf(ReadingMapping.DEFAULT.csvSeparator()),
                ConfigDef.LambdaValidator.with(FeedKeys::requireOneCharacter, () -> "one character"),
                ConfigDef.Importance.MEDIUM, "What stands between the cells of a CSV line.");
        list(def, AVRO_SCHEMAS, List.of(),
                "Files of Avro schemas, besides Tidecast's own, that readings in single-object encoding may have.");
        text(def, REGISTRY_URL, "",
                "Schema registry that speaks the Confluent protocol, for avro-confluent, such as http://registry:8080/apis/ccompat/v7.");
        secret(def, REGISTRY_USER_INFO, "Basic authentication at the registry, user:password.");
        text(def, REGISTRY_TRUST_STORE, "",
                "Certificates that the registry is trusted by; empty: the platform's.");
        secret(def, REGISTRY_TRUST_STORE_PASSWORD, "Password of that file.");
        text(def, REGISTRY_KEY_STORE, "", "Own certificate and key for the registry; empty: none.");
        secret(def, REGISTRY_KEY_STORE_PASSWORD, "Password of that file and its key.");
        return def;
    }

    /// How fields become readings.
    static ReadingMapping mapping(AbstractConfig c) {
        return new ReadingMapping(FieldPath.of(c.getList(KEY_FIELDS)), FieldPath.of(c.getList(VALUE_FIELDS)),
                c.getBoolean(SERIES_PER_FIELD), c.getString(TIMESTAMP_FIELD),
                TimestampUnit.valueOf(c.getString(TIMESTAMP_UNIT).toUpperCase(Locale.ROOT)),
                FieldPath.of(c.getList(AHEAD_FIELDS)), FieldPath.of(c.getList(ATTRIBUTE_FIELDS)),
                c.getList(CSV_COLUMNS), separator(c.getString(CSV_SEPARATOR)), c.getList(AVRO_SCHEMAS));
    }

    /// Where the schema registry is.
    static RegistryOptions registry(AbstractConfig c) {
        return new RegistryOptions(c.getString(REGISTRY_URL), c.getPassword(REGISTRY_USER_INFO).value(),
                new TlsOptions(c.getString(REGISTRY_TRUST_STORE),
                        c.getPassword(REGISTRY_TRUST_STORE_PASSWORD).value(), c.getString(REGISTRY_KEY_STORE),
                        c.getPassword(REGISTRY_KEY_STORE_PASSWORD).value()));
    }

    private static void requireOneCharacter(String name, Object value) {
        if (unescaped(value.toString()).length() != 1) {
            throw new org.apache.kafka.common.config.ConfigException(name, value,
                    "must be one character, or \\t for a tab");
        }
    }

    private static char separator(String text) {
        return unescaped(text).charAt(0);
    }

    private static String unescaped(String text) {
        return text.equals("\\t") ? "\t" : text;
    }

    private static void list(ConfigDef def, String name, List<String> defaultValue, String doc) {
        def.define(name, ConfigDef.Type.LIST, defaultValue, ConfigDef.Importance.MEDIUM, doc);
    }

    private static void text(ConfigDef def, String name, String defaultValue, String doc) {
        def.define(name, ConfigDef.Type.STRING, defaultValue, ConfigDef.Importance.MEDIUM, doc);
    }

    private static void secret(ConfigDef def, String name, String doc) {
        def.define(name, ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.MEDIUM, doc);
    }

    private static String lower(TimestampUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
