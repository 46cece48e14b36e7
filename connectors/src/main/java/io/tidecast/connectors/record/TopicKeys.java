package io.tidecast.connectors.record;

import io.tidecast.schemas.RecordFormat;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.CaseInsensitiveValidString;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/// The keys that say where readings go and how records are written.
public final class TopicKeys {
    /// The readings topic.
    public static final String TOPIC = "topic";
    /// How readings are written.
    public static final String READINGS_FORMAT = "readings.format";
    /// How forecasts are written.
    public static final String FORECASTS_FORMAT = "forecasts.format";

    private TopicKeys() {}

    /// Adds [#TOPIC].
    public static ConfigDef topic(ConfigDef def) {
        return def.define(TOPIC, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, new NonEmptyString(),
                Importance.HIGH,
                "The topic that readings are written to.");
    }

    /// Adds one of the format keys.
    public static ConfigDef format(ConfigDef def, String key, String doc) {
        return def.define(key, ConfigDef.Type.STRING, "json", CaseInsensitiveValidString.in("json", "avro"),
                Importance.MEDIUM, doc);
    }

    /// The value of a format key.
    public static RecordFormat format(AbstractConfig config, String key) {
        String name = config.getString(key).toUpperCase(Locale.ROOT);
        return Arrays.stream(RecordFormat.values()).filter(format -> format.name().equals(name)).findFirst()
                .orElseThrow();
    }
}
