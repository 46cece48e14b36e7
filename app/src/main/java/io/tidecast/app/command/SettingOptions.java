package io.tidecast.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Configuration keys on the command line.
final class SettingOptions {
    @Option(names = {"-s", "--set"}, paramLabel = "KEY=VALUE", description = {
            "Set a configuration key, such as model.cell=gru, model.hidden.size=16 or num.stream.threads=2."
                    + " May be given several times; 'tidecast config docs' lists the keys."})
    private Map<String, String> settings = new LinkedHashMap<>();

    Map<String, String> asMap() {
        return settings;
    }
}
