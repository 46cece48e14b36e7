package io.tidecast.app.command;

import io.tidecast.app.demo.Demo;
import io.tidecast.app.demo.DemoOptions;
import io.tidecast.app.demo.ScoreReport;
import io.tidecast.app.demo.ScoreRows;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Pace;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.fleet.FleetOptions;
import io.tidecast.connectors.fleet.SensorFleet;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidecast demo`.
@Command(name = "demo", description = {
        "Watch forecasts being learnt: starts an embedded Kafka broker, feeds it, forecasts, and prints how well it went.",
        "",
        "Without --input it simulates a fleet of sensors (temperature, humidity, vibration, power) with daily and weekly"
                + " cycles, weather, level shifts, spikes, drop-outs, late and duplicate readings; about a minute."
                + " With --input it feeds your CSV files as fast as it goes. Ctrl-C stops it and removes everything."}, footer = {
                        "",
                        "Examples:", "  tidecast demo --seed 7",
                        "  tidecast demo --input plant.csv.gz --time date",
                        "  tidecast demo --input a.csv b.csv --time year,month,day,hour --key station --values PM10,TEMP",
                        "  tidecast demo --forever --port 9092", "  tidecast demo --forever --speed 50 --ui",
                        "",
                        "The table compares the forecast with \"last value\" (the next reading is as the one before), on the same"
                                + " readings: skill = 1 - error / last value's error, so 0 %% is no better and 100 %% is perfect."})
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(names = "--days", defaultValue = "28", paramLabel = "N", description = "Days of simulated readings (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed of the simulated fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--speed", converter = PaceConverter.class, paramLabel = "max|N", description = {
            "Readings sent per second, or max (default: 1500 for the simulated fleet, max for files)."})
    private @Nullable Pace pace;

    @Option(names = "--forever", description = {
            "Go on until Ctrl-C: the simulated fleet keeps sending; after the end of a file, broker and pipeline stay up."})
    private boolean forever;

    @Option(names = "--ui", description = {
            "Serve the live page, the queries and the metrics on 127.0.0.1 (web.port, 9464 or a free one), and print where."})
    private boolean ui;

    @Option(names = "--score-rows", converter = ScoreRowsConverter.class, defaultValue = "0:9223372036854775807", paramLabel = "A:B", description = {
            "Score only these rows of each series, counted from 0: from A up to but not including B (default: all)."})
    private ScoreRows scoreRows = ScoreRows.ALL;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--port", defaultValue = "0", paramLabel = "PORT", description = "Port of the broker on 127.0.0.1 (default: a free one).")
    private int port;

    @Option(names = "--work-dir", paramLabel = "DIR", description = {
            "Keep the broker's data, the state and the logs in this empty or new directory (default: a temporary one, removed at the end)."})
    private @Nullable Path workDirectory;

    @Option(names = "--partitions", defaultValue = "4", paramLabel = "N", description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Override
    public Integer call() {
        common.require(days > 0, "--days", "at least 1", days);
        common.require(partitions > 0, "--partitions", "at least 1", partitions);
        common.require(port >= 0 && port <= 65_535, "--port", "from 0 to 65535", port);
        var badRows = new BadRows(System.err::println);
        try (var stop = StopSignal.listen(); ReadingSource source = source(badRows)) {
            ScoreReport report = Demo.run(options(), source, expected(), badRows, common.quietLogs(), stop);
            if (report.readings() > 0 || !stop.requested()) {
                System.out.println(output.isJson() ? report.toJson() : report.toTable());
            }
            return (stop.requested() ? ExitCode.INTERRUPTED : ExitCode.OK).number();
        }
    }

    private DemoOptions options() {
        Pace speed = pace != null ? pace : input.given() ? Pace.MAX : new Pace(1500);
        return new DemoOptions(port, workDirectory, partitions, speed, forever, ui, scoreRows,
                settings.asMap());
    }

    private ReadingSource source(BadRows badRows) {
        return input.given() ? CsvFiles.open(input.toCsvInput(), badRows) : new SensorFleet(fleet());
    }

    private long expected() {
        return forever || input.given() ? -1 : fleet().steps() * fleet().sensors();
    }

    private FleetOptions fleet() {
        return FleetOptions.DEFAULT.withSeed(seed).withDays(forever ? Integer.MAX_VALUE : days);
    }
}
