package io.tidecast.connectors.influx;

import io.tidecast.connectors.record.TopicKeys;
import io.tidecast.schemas.RecordFormat;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/// Where forecasts are written and as what.
///
/// @param url          the write address with its query
/// @param token        empty: no login
/// @param format       how forecasts stand on their topic
/// @param measurement  of forecasts
/// @param actual       measurement of the readings that came; empty: they are not written
/// @param batchLines   lines of a request
/// @param timeout      of a request
record InfluxOptions(URI url, Password token, RecordFormat format, String measurement, String actual,
        int batchLines,
        Duration timeout) {
    static final String URL = "influx.url";
    static final String TOKEN = "influx.token";
    static final String MEASUREMENT = "influx.measurement";
    static final String ACTUAL = "influx.measurement.actual";
    static final String BATCH_LINES = "influx.batch.lines";
    static final String TIMEOUT = "influx.timeout.ms";
    private static final List<String> MILLISECONDS = List.of("precision=ms", "precision=millisecond");

    static final ConfigDef DEF = define();

    private static ConfigDef define() {
        var def = new ConfigDef();
        def.define(URL, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, InfluxOptions::requireUrl,
                Importance.HIGH,
                "The write address with its query, precision in milliseconds:"
                        + " http://HOST:8086/api/v2/write?org=ORG&bucket=BUCKET&precision=ms (InfluxDB 2),"
                        + " http://HOST:8086/write?db=DB&precision=ms (InfluxDB 1),"
                        + " http://HOST:8181/api/v3/write_lp?db=DB&precision=millisecond (InfluxDB 3).");
        def.define(TOKEN, ConfigDef.Type.PASSWORD, "", Importance.HIGH, "API token. Empty: no login.");
        def.define(MEASUREMENT, ConfigDef.Type.STRING, "forecast", new NonEmptyString(), Importance.MEDIUM,
                "Measurement of forecasts: a point at the time that is forecast, with the tags key, horizon and, for a series"
                        + " of several fields, field; the fields value, lower, upper, level and issued_at (milliseconds).");
        def.define(ACTUAL, ConfigDef.Type.STRING, "actual", Importance.MEDIUM,
                "Measurement of the readings that came: a point at the time of the reading, with the tag key and the field value."
                        + " Empty: they are not written.");
        def.define(BATCH_LINES, ConfigDef.Type.INT, 5000, Range.atLeast(1), Importance.LOW,
                "Lines of a request.");
        def.define(TIMEOUT, ConfigDef.Type.INT, 10_000, Range.atLeast(1), Importance.LOW,
                "How long a request may take, in milliseconds. What was not taken is sent again.");
        return TopicKeys.format(def, TopicKeys.FORECASTS_FORMAT,
                "How forecasts stand on their topic: json, or avro (single-object encoding).");
    }

    static InfluxOptions of(Map<String, String> properties) {
        var config = new AbstractConfig(DEF, properties, false);
        return new InfluxOptions(URI.create(config.getString(URL)), config.getPassword(TOKEN),
                TopicKeys.format(config, TopicKeys.FORECASTS_FORMAT), config.getString(MEASUREMENT),
                config.getString(ACTUAL), config.getInt(BATCH_LINES),
                Duration.ofMillis(config.getInt(TIMEOUT)));
    }

    private static void requireUrl(String name, Object value) {
        try {
            URI url = URI.create(String.valueOf(value));
            String query = url.getQuery();
            if (List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null
                    && query != null
                    && Arrays.stream(query.split("&", -1)).anyMatch(MILLISECONDS::contains)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ConfigException(name, value,
                "expected an http or https address whose query holds precision=ms or precision=millisecond");
    }
}
