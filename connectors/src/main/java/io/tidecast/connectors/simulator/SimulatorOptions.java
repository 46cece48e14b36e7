package io.tidecast.connectors.simulator;

import io.tidecast.connectors.fleet.FleetOptions;
import io.tidecast.connectors.record.TopicKeys;
import io.tidecast.schemas.RecordFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;

/// Which fleet to simulate and how fast.
///
/// @param topic             the topic that readings are written to
/// @param format            how readings are written
/// @param fleet             its size and seed
/// @param readingsPerSecond infinite: as fast as possible
record SimulatorOptions(String topic, RecordFormat format, FleetOptions fleet, double readingsPerSecond) {
    static final String SITES = "fleet.sites";
    static final String START = "fleet.start";
    static final String INTERVAL = "fleet.interval.ms";
    static final String STEPS = "fleet.steps";
    static final String SEED = "fleet.seed";
    static final String RATE = "readings.per.second";

    static final ConfigDef DEF = define();

    private static ConfigDef define() {
        FleetOptions fleet = FleetOptions.DEFAULT;
        ConfigDef def = TopicKeys.topic(new ConfigDef());
        def.define(SITES, ConfigDef.Type.LIST, fleet.sites(), ValidList.anyNonDuplicateValues(false, false),
                Importance.HIGH,
                "Names of the sites; each has a sensor of temperature, humidity, vibration and power. The series id is SITE/SENSOR.");
        def.define(RATE, ConfigDef.Type.STRING, "16", SimulatorOptions::requireRate, Importance.HIGH,
                "Readings a second of the whole fleet; max: as fast as possible.");
        def.define(START, ConfigDef.Type.STRING, fleet.start().toString(), SimulatorOptions::requireInstant,
                Importance.MEDIUM, "Time of the first readings, ISO-8601 in UTC.");
        def.define(INTERVAL, ConfigDef.Type.LONG, fleet.interval().toMillis(), Range.atLeast(1),
                Importance.MEDIUM,
                "Time between two readings of a sensor, in milliseconds.");
        def.define(STEPS, ConfigDef.Type.LONG, Long.MAX_VALUE, Range.atLeast(1), Importance.MEDIUM,
                "Readings of each sensor after which the simulation ends. The default is without end.");
        def.define(SEED, ConfigDef.Type.LONG, fleet.seed(), Importance.MEDIUM,
                "The same seed gives the same weather, noise and faults.");
        return TopicKeys.format(def, TopicKeys.READINGS_FORMAT,
                "How readings are written: json, or avro (single-object encoding).");
    }

    static SimulatorOptions of(Map<String, String> properties) {
        var config = new AbstractConfig(DEF, properties, false);
        var fleet = new FleetOptions(config.getList(SITES), Instant.parse(config.getString(START)),
                Duration.ofMillis(config.getLong(INTERVAL)), config.getLong(STEPS), config.getLong(SEED));
        return new SimulatorOptions(config.getString(TopicKeys.TOPIC),
                TopicKeys.format(config, TopicKeys.READINGS_FORMAT), fleet, rate(config.getString(RATE)));
    }

    /// The source partition: another fleet begins at its own beginning. The number of steps does not change what comes before its end.
    Map<String, String> partition() {
        var partition = new TreeMap<String, String>();
        partition.put("sites", String.join(",", fleet.sites()));
        partition.put("start", fleet.start().toString());
        partition.put("interval", fleet.interval().toString());
        partition.put("seed", Long.toString(fleet.seed()));
        return partition;
    }

    private static double rate(String text) {
        return text.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private static void requireRate(String name, Object value) {
        try {
            if (rate(String.valueOf(value)) > 0) {
                return;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ConfigException(name, value, "expected max or a number above 0");
    }

    private static void requireInstant(String name, Object value) {
        try {
            Instant.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(name, value, "expected a time such as 2026-01-05T00:00:00Z");
        }
    }
}
