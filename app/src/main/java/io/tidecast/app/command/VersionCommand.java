package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.kernel.Kernels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tidecast version`.
@Command(name = "version", description = "Print the versions of Tidecast, Java and the Kafka clients, and which kernels this machine computes with.", footer = {
        "", "Examples:", "  tidecast version", "  tidecast version --output json"})
final class VersionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        common.quietLogs();
        Map<String, String> versions = versions();
        output.print(requireNonNull(spec).commandLine().getOut(),
                () -> versions.entrySet().stream()
                        .map(entry -> "%-9s %s".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(System.lineSeparator())),
                () -> versions);
        return ExitCode.OK.number();
    }

    private static Map<String, String> versions() {
        var versions = new LinkedHashMap<String, String>();
        versions.put("tidecast", Version.text());
        versions.put("java", "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name")));
        versions.put("kafka", AppInfoParser.getVersion());
        versions.put("kernels", Kernels.fastest().getClass().getSimpleName());
        return versions;
    }
}
