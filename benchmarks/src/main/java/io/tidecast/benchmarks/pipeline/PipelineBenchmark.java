package io.tidecast.benchmarks.pipeline;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.broker.WorkDirectory;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.app.log.Logs;
import io.tidecast.benchmarks.Machine;
import io.tidecast.benchmarks.pipeline.PipelineTable.Ratio;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.ForecastTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `benchmarks/run pipeline`.
@Command(name = "benchmarks/run pipeline", mixinStandardHelpOptions = true, description = {
        "Measures what Kafka costs around the model, on an embedded broker: topologies and the model alone take readings that lie"
                + " ready, by turns, in one process.",
        "Prints records/s, CPU time and bytes by record, their ratios in the same round, and the latency at half load."})
public final class PipelineBenchmark implements Callable<Integer> {
    private static final int PARTITIONS = 4;
    private static final int WARM_UP_ROUNDS = 3;
    private static final String READINGS = "readings-";
    private static final String OUTPUT = "out";
    private static final String PASS_THROUGH = "pass-through";
    private static final String CACHED = "stateful, cached";
    private static final String LOGGED = "stateful, every record";
    private static final int DEFAULT_HIDDEN = 32;
    private static final Map<String, Object> CACHE = Map.of("statestore.cache.max.bytes", 256 << 20);

    @Option(names = "--keys", defaultValue = "1000", paramLabel = "N", description = "Series (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(names = "--records", defaultValue = "5000000", paramLabel = "N", description = "Readings that lie ready in Avro, and a third as many"
            + " in JSON (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "Turns of each that count, after 3 that do not"
            + " (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--window-ms", defaultValue = "3000", paramLabel = "N", description = "Length of a turn (default: ${DEFAULT-VALUE}).")
    private int windowMillis;

    @Option(names = "--commit-ms", defaultValue = "100", paramLabel = "N", description = "From one commit to the next (default: ${DEFAULT-VALUE}).")
    private int commitMillis;

    @Option(names = "--only", split = ",", paramLabel = "TEXT", description = "Those only whose names hold one of these (default: all).")
    private List<String> only = List.of("");

    @Option(names = "--profile", description = "Say where the time of the stream threads goes as well, by samples of the turns that count.")
    private boolean profile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every single measurement there as well.")
    private @Nullable Path json;

    /// Measures and prints.
    public static void main(String[] args) {
        Logs.silent();
        System.exit(new CommandLine(new PipelineBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.here();
        try (var stop = StopSignal.listen();
                var work = WorkDirectory.open(null);
                var broker = BrokerProcess.start(work.path().resolve("broker"), 0, stop)) {
            var table = measure(new StreamsContender.Broker(broker.bootstrapServers(),
                    ProcessHandle.of(broker.pid()).orElseThrow(), work.path(), commitMillis), machine);
            table.print(System.out);
            if (json != null) {
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build()
                        .writeValue(json.toFile(), table);
            }
        }
        return 0;
    }

    private PipelineTable measure(StreamsContender.Broker broker, Machine machine)
            throws InterruptedException, IOException {
        var readings = new Readings(keys);
        prepare(broker, readings);
        var contenders = new ArrayList<Contender>();
        Measurements measurements;
        List<Profile.Shares> shares = List.of();
        try {
            begin(contenders, broker, readings);
            takeTurns(contenders, -WARM_UP_ROUNDS, 0);
            if (profile) {
                try (var samples = Profile.start()) {
                    measurements = takeTurns(contenders, 0, rounds);
                    shares = samples.shares(broker.directory());
                }
            } else {
                measurements = takeTurns(contenders, 0, rounds);
            }
        } finally {
            contenders.forEach(Contender::close);
        }
        var latency = new ArrayList<Latency>();
        for (TidecastModel model : models()) {
            if (model.hidden() == DEFAULT_HIDDEN && measurements.has(model.name())) {
                double half = measurements.of(model.name(), Window::recordsPerSecond).median() / 2;
                // What the closed ones have left on the heap shall not be a pause of this one.
                System.gc();
                latency.add(Latency.at(half, readings, model, broker, PARTITIONS,
                        Duration.ofMillis(4L * windowMillis), Duration.ofMillis(6L * windowMillis)));
            }
        }
        return new PipelineTable(keys, commitMillis, measurements, ratios(measurements), latency, shares,
                machine);
    }

    private void prepare(StreamsContender.Broker broker, Readings readings) {
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            cluster.create(TopicPlan.of(Stream.of(topic(RecordFormat.AVRO), topic(RecordFormat.JSON), OUTPUT,
                    "dead-letters", "events"), PARTITIONS, null, null));
        }
        readings.write(broker.bootstrapServers(), topic(RecordFormat.AVRO), RecordFormat.AVRO, records);
        readings.write(broker.bootstrapServers(), topic(RecordFormat.JSON), RecordFormat.JSON, records / 3);
    }

    private List<TidecastModel> models() {
        return List.of(new TidecastModel(8, Weights.PER_KEY, RecordFormat.AVRO, keys),
                new TidecastModel(16, Weights.PER_KEY, RecordFormat.AVRO, keys),
                new TidecastModel(DEFAULT_HIDDEN, Weights.SHARED, RecordFormat.AVRO, keys),
                new TidecastModel(DEFAULT_HIDDEN, Weights.PER_KEY, RecordFormat.AVRO, keys),
                new TidecastModel(DEFAULT_HIDDEN, Weights.PER_KEY, RecordFormat.JSON, keys));
    }

    private void begin(List<Contender> contenders, StreamsContender.Broker broker, Readings readings) {
        String input = topic(RecordFormat.AVRO);
        if (isWanted(PASS_THROUGH)) {
            contenders.add(
                    new StreamsContender(PASS_THROUGH, PlainTopologies.passThrough(input, OUTPUT), broker,
                            Map.of()));
        }
        if (isWanted(CACHED)) {
            contenders
                    .add(new StreamsContender(CACHED, PlainTopologies.cached(input, OUTPUT), broker, CACHE));
        }
        if (isWanted(LOGGED)) {
            contenders.add(
                    new StreamsContender(LOGGED, PlainTopologies.logged(input, OUTPUT), broker, Map.of()));
        }
        for (TidecastModel model : models()) {
            if (isWanted(alone(model)) && model.weights() == Weights.PER_KEY
                    && model.format() == RecordFormat.AVRO) {
                contenders.add(new ModelAlone(alone(model), model.forecaster(), readings));
            }
            if (isWanted(model.name())) {
                contenders.add(new StreamsContender(model.name(), ForecastTopology.build(
                        model.options(model.topics(topic(model.format()), OUTPUT))), broker, Map.of()));
            }
        }
    }

    private Measurements takeTurns(List<Contender> contenders, int first, int end) {
        Map<String, List<Window>> windows = new LinkedHashMap<>();
        contenders.forEach(contender -> windows.put(contender.name(), new ArrayList<>()));
        long most = records / (WARM_UP_ROUNDS + rounds + 1);
        for (int round = first; round < end; round++) {
            for (Contender contender : contenders) {
                Window window = contender.run(Duration.ofMillis(windowMillis), most);
                System.err.printf("round %d, %s: %,.0f records/s%n", round, contender.name(),
                        window.recordsPerSecond());
                windows.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(window);
            }
        }
        return new Measurements(windows);
    }

    private List<Ratio> ratios(Measurements measurements) {
        TidecastModel smallest = models().getFirst();
        TidecastModel avro = models().get(3);
        TidecastModel usual = models().getLast();
        return Stream.of(new Ratio(CACHED, PASS_THROUGH, 0.6), new Ratio(smallest.name(), CACHED, 0.8),
                new Ratio(smallest.name(), alone(smallest), 0.6), new Ratio(avro.name(), alone(avro), 0.6),
                new Ratio(usual.name(), alone(usual), 0.6), new Ratio(avro.name(), PASS_THROUGH, 0.15))
                .filter(ratio -> measurements.has(ratio.contender()) && measurements.has(ratio.over()))
                .toList();
    }

    private boolean isWanted(String name) {
        return only.stream().anyMatch(name::contains);
    }

    private static String alone(TidecastModel model) {
        return "model alone H=" + model.hidden();
    }

    private static String topic(RecordFormat format) {
        return READINGS + format.name().toLowerCase(Locale.ROOT);
    }
}
