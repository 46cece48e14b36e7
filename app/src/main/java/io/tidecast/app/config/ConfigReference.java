package io.tidecast.app.config;

import java.util.ArrayList;
import java.util.List;

/// All keys of the configuration as a page to read.
public final class ConfigReference {
    private static final String INTRODUCTION = """
            # Configuration

            Made by `./tidecast config docs --output markdown`; a test holds it to the code.

            A key is given in the properties file (`--config FILE`), as an environment variable, or on the command line
            (`--set KEY=VALUE`); the latter wins over the former. Lists are separated by commas. `${env:NAME}` in a value is the
            environment variable NAME, for secrets. `tidecast config show` prints what holds and where it comes from,
            `tidecast config validate` everything that is wrong.

            Besides these, any property of Kafka can be given: plain (`num.stream.threads`, `security.protocol`), for one client
            with the prefix `consumer.`, `producer.` or `admin.`, for the changelog topics with `topic.`, and with `streams.` what
            Kafka itself does not know. In variables they follow the same rule: one underscore is a dot, two are an underscore, three are
            a dash (`TIDECAST_NUM_STREAM_THREADS`).
            """;

    private ConfigReference() {}

    /// docs/configuration.md.
    public static String markdown() {
        var lines = new ArrayList<>(INTRODUCTION.lines().toList());
        String section = "";
        for (ConfigKeyDescription key : ConfigKeyDescription.all()) {
            if (!section.equals(key.section())) {
                section = key.section();
                lines.addAll(
                        List.of("", "## " + section, "", "| key | type | default | meaning |",
                                "|---|---|---|---|"));
            }
            String value = key.defaultValue();
            lines.add("| `%s`<br>`%s` | %s | %s | %s%s |".formatted(key.key(), key.variable(), key.type(),
                    value == null ? "required" : value.isEmpty() ? "" : "`" + value + "`",
                    key.meaning().replace("|", "\\|"),
                    key.allowed().startsWith("[") ? " One of " + key.allowed() + "." : ""));
        }
        return String.join("\n", lines);
    }

    /// As Kafka's own reference is made.
    public static String html() {
        return TidecastKeys.DEF.toHtml();
    }
}
