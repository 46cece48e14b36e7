package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.model.forecast.ForecasterOptions;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The options of the model that has written a task's state, option by option: kept beside it, so that another model that comes upon
/// it can say what differs.
final class ModelDescription {
    private static final Bytes KEY = Bytes.wrap(new byte[]{3});

    private final Map<String, String> options;

    private ModelDescription(Map<String, String> options) {
        this.options = options;
    }

    /// @param snapshotEvery slots of the journal: with another number, its entries would stand elsewhere
    static ModelDescription of(ForecasterOptions options, int snapshotEvery) {
        var described = new TreeMap<String, String>();
        describe("", options, described);
        described.put("snapshot.every", Integer.toString(snapshotEvery));
        return new ModelDescription(described);
    }

    private static void describe(String prefix, Record options, Map<String, String> to) {
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            String name = prefix + component.getName();
            Object value = value(component, options);
            if (value instanceof Record nested) {
                describe(name + ".", nested, to);
            } else {
                to.put(name, String.valueOf(value));
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Record options) {
        try {
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the model's options must be public records, got " + options, e);
        }
    }

    /// Compares with what is kept, and keeps it where there is nothing yet.
    ///
    /// @return options that differ, in words; empty: none
    List<String> differences(KeyValueStore<Bytes, byte[]> store) {
        byte[] stored = store.get(KEY);
        if (stored == null) {
            keep(store);
            return List.of();
        }
        var before = new TreeMap<String, String>();
        new String(stored, UTF_8).lines().forEach(line -> {
            int equals = line.indexOf('=');
            before.put(line.substring(0, equals), line.substring(equals + 1));
        });
        var names = new TreeSet<>(before.keySet());
        names.addAll(options.keySet());
        var differences = new ArrayList<String>();
        for (String name : names) {
            String old = before.getOrDefault(name, "not there");
            String now = options.getOrDefault(name, "not there");
            if (!old.equals(now)) {
                differences.add("%s was %s and is %s".formatted(name, old, now));
            }
        }
        return differences;
    }

    void keep(KeyValueStore<Bytes, byte[]> store) {
        var lines = new StringBuilder();
        options.forEach((name, value) -> lines.append(name).append('=').append(value.replace('\n', ' '))
                .append('\n'));
        store.put(KEY, lines.toString().getBytes(UTF_8));
    }
}
