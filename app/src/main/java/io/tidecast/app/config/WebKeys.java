package io.tidecast.app.config;

import io.tidecast.app.web.WebOptions;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/// The keys of the web server: queries, health, metrics and the page.
final class WebKeys {
    private static final String HOST = "web.host";
    private static final String PORT = "web.port";
    private static final String TOKEN = "web.token";
    private static final String HISTORY_BYTES = "web.history.bytes";
    private static final int NONE = -1;

    private WebKeys() {}

    /// Adds them with type, default and meaning.
    static ConfigDef addTo(ConfigDef def) {
        return def
                .define(HOST, ConfigDef.Type.STRING, "127.0.0.1", new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.MEDIUM,
                        "Interface that the page, the queries and the metrics are served on; 0.0.0.0: all, which opens them to the network.")
                .define(PORT, ConfigDef.Type.INT, WebOptions.DEFAULT_PORT,
                        ConfigDef.Range.between(NONE, 65_535), ConfigDef.Importance.MEDIUM,
                        "Port of the page, the queries and the metrics; 0: any free one; -1: none of them. The default gives way when it is taken.")
                .define(TOKEN, ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.MEDIUM,
                        "Bearer token that queries and scrapes must bring, such as ${env:TIDECAST_TOKEN}; empty: none.")
                .define(HISTORY_BYTES, ConfigDef.Type.LONG, 64L << 20, ConfigDef.Range.atLeast(1 << 20),
                        ConfigDef.Importance.MEDIUM,
                        "Heap for the newest forecasts of all series that the page shows, bytes.");
    }

    /// How to serve; empty: not at all.
    static Optional<WebOptions> options(AbstractConfig c) {
        int port = c.getInt(PORT);
        return port == NONE
                ? Optional.empty()
                : Optional.of(new WebOptions(c.getString(HOST), port, !c.originals().containsKey(PORT),
                        c.getPassword(TOKEN).value(), c.getLong(HISTORY_BYTES)));
    }
}
