package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.ConfigKeyDescription;
import io.tidecast.app.config.ConfigReference;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.output.Json;
import io.tidecast.app.output.TextTable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast config docs`.
@Command(name = "docs", description = "Print all keys of the configuration with type, default, meaning and environment variable.", footer = {
        "", "Examples:", "  tidecast config docs",
        "  tidecast config docs --output markdown    # this is docs/configuration.md",
        "  tidecast config docs --output html"})
final class ConfigDocsCommand implements Callable<Integer> {
    enum Form {
        table, json, markdown, html
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = {"-o",
            "--output"}, defaultValue = "table", paramLabel = "table|json|markdown|html", description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Form output = Form.table;

    @Override
    public Integer call() {
        common.quietLogs();
        requireNonNull(spec).commandLine().getOut().println(switch (output) {
            case table -> table();
            case json -> Json.block(ConfigKeyDescription.all());
            case markdown -> ConfigReference.markdown();
            case html -> ConfigReference.html();
        });
        return ExitCode.OK.number();
    }

    private static String table() {
        var table = new TextTable("key", "type", "default", "meaning");
        for (ConfigKeyDescription key : ConfigKeyDescription.all()) {
            String value = key.defaultValue();
            table.row(key.key(), key.type(), value == null ? "(required)" : value, key.meaning());
        }
        return table.toString();
    }
}
