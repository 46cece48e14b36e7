package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Feed;
import io.tidecast.app.kafka.Pace;
import io.tidecast.app.log.Terminal;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidecast replay`.
@Command(name = "replay", description = {
        "Send the readings of CSV files to a readings topic, with the times of the file as record times.", "",
        "Each reading is sent once and in order; a row that cannot be read is reported with file, line and reason and left out."}, footer = {
                "", "Examples:",
                "  tidecast replay --input plant.csv.gz --time date --bootstrap-server localhost:9092",
                "  tidecast replay --input 2024/*.csv --key station --config tidecast.properties --speed 500"})
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Topic to send to (default: readings.topic of the configuration, readings).")
    private @Nullable String topic;

    @Option(names = "--format", paramLabel = "json|avro|avro-confluent", description = "How readings are written (default: readings.format of the configuration, json).")
    private @Nullable String format;

    @Option(names = "--speed", converter = PaceConverter.class, defaultValue = "max", paramLabel = "max|N", description = {
            "Readings sent per second, or max (default: ${DEFAULT-VALUE})."})
    private Pace pace = Pace.MAX;

    @Override
    public Integer call() {
        if (!input.given() && spec != null) {
            throw new ParameterException(spec.commandLine(), "say what to send: --input FILE...");
        }
        common.quietLogs();
        TidecastConfig config = configuration.load(overrides());
        var badRows = new BadRows(System.err::println);
        try (var stop = StopSignal.listen();
                ReadingSource source = CsvFiles.open(input.toCsvInput(), badRows)) {
            ForecastOptions target = config.forecastOptions();
            long sent = send(config, source, target, stop);
            System.out.printf(Locale.ROOT, "%,d readings sent to %s%s%n", sent, target.readingsTopic(),
                    badRows.count() > 0 ? ", " + badRows.count() + " rows or values left out" : "");
            return (stop.requested() ? ExitCode.INTERRUPTED : ExitCode.OK).number();
        }
    }

    private long send(TidecastConfig config, ReadingSource source, ForecastOptions target, StopSignal stop) {
        var bar = Terminal.progressBar("sent").setUnit(" readings", 1).setInitialMax(-1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .showSpeed();
        boolean terminal = Terminal.isAttached();
        try (var feed = Feed.start(source, target.readingsTopic(), Feed.codec(target), pace, stop,
                config.producerProperties()); var progress = terminal ? bar.build() : null) {
            while (!feed.finished() && !stop.await(Duration.ofMillis(100))) {
                feed.requireHealthy();
                if (progress != null) {
                    progress.stepTo(feed.fed());
                }
            }
            return feed.fed();
        }
    }

    private Map<String, String> overrides() {
        var overrides = new HashMap<String, String>();
        if (topic != null) {
            overrides.put("readings.topic", topic);
        }
        if (format != null) {
            overrides.put("readings.format", format);
        }
        return overrides;
    }
}
