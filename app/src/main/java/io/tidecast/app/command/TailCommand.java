package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.output.Json;
import io.tidecast.app.tail.Expectations;
import io.tidecast.app.tail.ForecastTail;
import io.tidecast.app.tail.ReadingAndForecast;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Forecast;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidecast tail`.
@Command(name = "tail", description = {
        "Follow the forecasts topic: each reading with what had been forecast for it, the interval, the error, whether it is an"
                + " anomaly, and the forecast of the next one.",
        "",
        "It reads committed forecasts only, belongs to no consumer group, and goes on until Ctrl-C or --max. With --output json"
                + " each reading is one line of JSON."}, footer = {"", "Examples:",
                        "  tidecast tail --config tidecast.properties",
                        "  tidecast tail boiler-7/temperature -b localhost:9092 --from-beginning --max 100 --output json"})
final class TailCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "Series id (default: all series).")
    private @Nullable String key;

    @Option(names = "--from-beginning", description = "Begin with the oldest forecast that is kept (default: with the next one).")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Stop after so many readings (default: at Ctrl-C).")
    private long most = Long.MAX_VALUE;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    private final Expectations expectations = new Expectations();

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec);
        common.require(most > 0, "--max", "at least 1", most);
        common.quietLogs();
        TidecastConfig config = configuration.load();
        ForecastOptions options = config.forecastOptions();
        requireTopic(config, options.forecastsTopic());
        PrintWriter out = command.commandLine().getOut();
        try (var stop = StopSignal.listen();
                var tail = new ForecastTail(options, config.consumerProperties(), key, fromBeginning)) {
            if (!output.isJson()) {
                out.println(ReadingAndForecast.header());
                out.flush();
            }
            return follow(tail, stop, out);
        }
    }

    /// Until so many readings are shown, somebody stops it, or nobody reads what it prints.
    private int follow(ForecastTail tail, StopSignal stop, PrintWriter out) {
        long shown = 0;
        while (!stop.requested()) {
            for (Forecast forecast : tail.poll(POLL)) {
                expectations.compare(forecast).forEach(line -> out.println(text(line)));
                if (++shown == most || out.checkError()) {
                    out.flush();
                    return ExitCode.OK.number();
                }
            }
        }
        return ExitCode.INTERRUPTED.number();
    }

    private String text(ReadingAndForecast line) {
        if (output.isJson()) {
            return Json.line(line);
        }
        return line.anomaly()
                ? line.toText() + requireNonNull(spec).commandLine().getColorScheme().ansi()
                        .string("  @|bold,red anomaly|@")
                : line.toText();
    }

    private static void requireTopic(TidecastConfig config, String topic) {
        try (var cluster = Cluster.connect(config.adminProperties())) {
            if (cluster.partitions(List.of(topic)).isEmpty()) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "there is no topic %s at %s; forecasts.topic names it"
                                .formatted(topic, config.bootstrapServers()));
            }
        }
    }
}
