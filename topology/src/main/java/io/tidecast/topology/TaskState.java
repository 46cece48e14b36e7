package io.tidecast.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one task keeps: its series, the clock of its partition, and which series have been idle.
///
/// @param name of the task, such as `0_3`
record TaskState(String name, SeriesStore series, PartitionClock clock, ExpiryIndex expiry, Tally tally,
        ForecastTopology.Nodes nodes) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskState.class);
    private static final int NAMED_DIFFERENCES = 10;

    static TaskState open(ProcessorContext<byte[], byte[]> context, ForecastTopology.Nodes nodes) {
        ForecastOptions options = nodes.options();
        KeyValueStore<Bytes, byte[]> snapshots = context.getStateStore(ForecastTopology.SNAPSHOTS_STORE);
        KeyValueStore<Bytes, byte[]> journal = context.getStateStore(ForecastTopology.JOURNAL_STORE);
        KeyValueStore<Bytes, byte[]> clocks = context.getStateStore(ForecastTopology.CLOCK_STORE);
        String name = context.taskId().toString();
        KeyValueStore<Bytes, byte[]> shared = options.sharesWeights()
                ? context.getStateStore(ForecastTopology.SHARED_STORE)
                : null;
        var all = new ArrayList<>(List.of(snapshots, journal, clocks));
        if (shared != null) {
            all.add(shared);
        }
        requireCompatible(name, options, clocks, all);
        var tally = new Tally(context.metrics(), name, nodes.live().observer());
        nodes.budget().join();
        UnaryOperator<KeyValueStore<Bytes, byte[]>> kept = nodes.wiring().kept();
        boolean journals = StateSize.snapshotEvery(options) > 1;
        var series = new SeriesStore(journals ? snapshots : kept.apply(snapshots),
                journals ? kept.apply(journal) : journal, shared, options, nodes.wiring().stepping(),
                nodes.budget(), tally);
        var clock = new PartitionClock(clocks, options);
        nodes.live().opened(name, series);
        return new TaskState(name, series, clock, new ExpiryIndex(clocks, clock, options.state()), tally,
                nodes);
    }

    /// Deletes all that is known of a series.
    void forget(Bytes key) {
        expiry.remove(key);
        series.forget(key);
    }

    @Override
    public void close() {
        nodes.live().closed(name, series);
        nodes.budget().leave();
        tally.close();
    }

    private static void requireCompatible(String task, ForecastOptions options,
            KeyValueStore<Bytes, byte[]> clocks, List<KeyValueStore<Bytes, byte[]>> all) {
        ModelDescription description = ModelDescription.of(options.forecaster(),
                StateSize.snapshotEvery(options));
        List<String> differences = description.differences(clocks);
        if (differences.isEmpty()) {
            return;
        }
        String what = String.join("; ",
                differences.subList(0, Math.min(NAMED_DIFFERENCES, differences.size())));
        if (options.state().incompatible() == StateOptions.Incompatible.REFUSE) {
            throw new IncompatibleStateException(
                    ("the state of task %s was learnt with other options: %s. Go back to them, or keep both and run this under"
                            + " another application.id, or give up what was learnt with on.incompatible.state=reset")
                            .formatted(task, what));
        }
        LOG.warn("task {}: all series begin again, their state was learnt with other options: {}", task,
                what);
        all.forEach(TaskState::clear);
        description.keep(clocks);
    }

    private static void clear(KeyValueStore<Bytes, byte[]> store) {
        var keys = new ArrayList<Bytes>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }
}
