package io.tidecast.connectors.replay;

import io.tidecast.connectors.csv.CsvInput;
import io.tidecast.connectors.csv.FieldColumns;
import io.tidecast.connectors.lineprotocol.Precision;
import io.tidecast.connectors.record.TopicKeys;
import io.tidecast.schemas.RecordFormat;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/// What to replay and how.
///
/// @param topic      the topic that readings are written to
/// @param format     how readings are written
/// @param input      files and directories
/// @param csv        whether they are CSV; otherwise line protocol
/// @param columns    which columns to read, with no files
/// @param precision  unit of line protocol's timestamps
/// @param speed      how fast
record ReplayOptions(String topic, RecordFormat format, List<Path> input, boolean csv, CsvInput columns,
        Precision precision, ReplaySpeed speed) {
    static final String INPUT = "input";
    static final String FORMAT = "format";
    static final String SPEED = "speed";
    static final String PRECISION = "line.protocol.precision";
    private static final String CSV = "csv";
    private static final String LINE_PROTOCOL = "line-protocol";
    private static final String CSV_PREFIX = "csv.";

    static final ConfigDef DEF = lines(columns(replay(TopicKeys.topic(new ConfigDef()))));

    private static ConfigDef replay(ConfigDef def) {
        def.define(INPUT, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE,
                ValidList.anyNonDuplicateValues(false, false),
                Importance.HIGH,
                "Files to replay, plain or gzip, and directories: of those every file that ends in the format's name"
                        + " (.csv; .lp or .line), also with .gz, in the order of names. Several are merged by time."
                        + " They are read once, from where the offset says; a file that appears later is read after a restart.");
        def.define(FORMAT, ConfigDef.Type.STRING, CSV, ValidString.in(CSV, LINE_PROTOCOL), Importance.HIGH,
                "csv: a header, then a row for each time; line-protocol: that of InfluxDB and Telegraf.");
        def.define(SPEED, ConfigDef.Type.STRING, "max", ReplaySpeed.VALIDATOR, Importance.MEDIUM,
                "max: as fast as possible; 1: as fast as the readings came; 60: an hour in a minute.");
        return TopicKeys.format(def, TopicKeys.READINGS_FORMAT,
                "How readings are written: json, or avro (single-object encoding).");
    }

    private static ConfigDef columns(ConfigDef def) {
        def.define(CSV_PREFIX + "time", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM,
                "The column of the time: ISO-8601, yyyy-MM-dd HH:mm:ss, yyyy-MM-dd, epoch seconds or milliseconds;"
                        + " or the columns year,month,day,hour[,minute[,second]]."
                        + " Empty: the column called time, timestamp, date or datetime.");
        def.define(CSV_PREFIX + "key", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM,
                "Columns that name the series in files that hold several below each other. The series id is KEY/COLUMN,"
                        + " without a key column COLUMN (several files or a directory: FILE/COLUMN).");
        def.define(CSV_PREFIX + "values", ConfigDef.Type.LIST, List.of(), Importance.MEDIUM,
                "Columns of measured values; each is a series. Empty: every numeric column.");
        def.define(CSV_PREFIX + "vector", ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM,
                "Take all value columns of a row as one reading of one series, whose fields are called as the columns are"
                        + " (fields.targets of tidecast run). The series id is KEY, without a key column the file's name.");
        def.define(CSV_PREFIX + "inputs", ConfigDef.Type.LIST, List.of(), Importance.LOW,
                "Columns that go with each reading of their row as fields and are not series themselves"
                        + " (fields.inputs of tidecast run).");
        def.define(CSV_PREFIX + "attributes", ConfigDef.Type.LIST, List.of(), Importance.LOW,
                "Columns that say what the series is, such as site or type (fields.attributes of tidecast run).");
        return def.define(CSV_PREFIX + "zone", ConfigDef.Type.STRING, "UTC", ReplayOptions::requireZone,
                Importance.LOW,
                "Zone of times without an offset, such as Europe/Berlin.");
    }

    private static ConfigDef lines(ConfigDef def) {
        return def.define(PRECISION, ConfigDef.Type.STRING, Precision.NS.label(),
                ValidString.in(Precision.labels()),
                Importance.MEDIUM, "Unit of line protocol's timestamps: ns, us, ms or s.");
    }

    static ReplayOptions of(Map<String, String> properties) {
        var config = new AbstractConfig(DEF, properties, false);
        List<Path> input = config.getList(INPUT).stream()
                .map(name -> Path.of(name).toAbsolutePath().normalize()).toList();
        var columns = new CsvInput(List.of(), config.getList(CSV_PREFIX + "time"),
                config.getList(CSV_PREFIX + "key"),
                config.getList(CSV_PREFIX + "values"),
                new FieldColumns(config.getBoolean(CSV_PREFIX + "vector"),
                        config.getList(CSV_PREFIX + "inputs"), List.of(),
                        config.getList(CSV_PREFIX + "attributes")),
                ZoneId.of(config.getString(CSV_PREFIX + "zone")),
                CSV_PREFIX);
        return new ReplayOptions(config.getString(TopicKeys.TOPIC),
                TopicKeys.format(config, TopicKeys.READINGS_FORMAT), input,
                config.getString(FORMAT).equals(CSV), columns,
                Precision.of(config.getString(PRECISION)), ReplaySpeed.parse(config.getString(SPEED)));
    }

    private static void requireZone(String name, Object value) {
        try {
            ZoneId.of(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(name, value, "expected a zone such as UTC or Europe/Berlin");
        }
    }
}
