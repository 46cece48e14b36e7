package io.tidecast.app.web;

import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The newest forecasts of all series, whichever instance made them, as they stand in the topics. Bounded in bytes: the more series,
/// the fewer readings of each; when even the fewest do not fit, the series that has been silent for longest goes.
///
/// A series with several fields stands in the list with its first one. Safe for use by many threads.
final class Board {
    /// Readings of a series that are kept, at most.
    static final int LONGEST = 4_096;
    /// Values of a sparkline.
    static final int TREND = 32;
    private static final int EVENTS = 32;
    private static final Set<String> ENDINGS = Set.of("forgotten", "expired", "reset");
    /// Objects around the numbers of a series' field: key, row, map entries, events, and the newest forecast's further steps.
    private static final int OVERHEAD = 2_048;

    private final long bytes;
    private final List<String> fields;
    /// The series that was heard of longest ago first.
    private final LinkedHashMap<String, Entry> series = new LinkedHashMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private int most = LONGEST;
    private long forecasts;

    private static final class Entry {
        final KeyHistory history;
        final Deque<Happened> events = new ArrayDeque<>();
        /// Of each field that has had a value.
        List<Newest> newest = List.of();
        /// Of the reading of the newest forecast.
        int partition = -1;
        long offset = -1;

        Entry(List<String> fields) {
            history = new KeyHistory(fields);
        }

        Newest first() {
            return newest.getFirst();
        }

        @Nullable
        Newest of(String field) {
            return newest.stream().filter(one -> one.field().equals(field)).findFirst().orElse(null);
        }

        List<String> fields() {
            return newest.stream().map(Newest::field).toList();
        }

        /// Whether its newest forecast is of the event's record, which may end a series and begin it again, or of a later one.
        boolean goesOnAfter(Event event) {
            return partition == event.getPartition() && offset >= event.getOffset();
        }
    }

    /// What happened to a series' model.
    record Happened(Instant time, String kind, String field, String detail) {}

    /// A series in the list.
    ///
    /// @param fields that have had a value
    /// @param newest of the first one
    record Row(String key, List<String> fields, Newest newest, List<@Nullable Double> trend) {}

    /// A field of a series with its history, the oldest reading first.
    record Detail(String key, Newest newest, List<KeyHistory.Point> points, List<Happened> events) {}

    /// What the list is sorted by.
    enum Sort {
        /// The largest error first; without one last.
        ERROR,
        /// The smallest coverage first.
        COVERAGE,
        /// The newest reading first.
        TIME,
        /// By name.
        KEY;

        static Sort of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /// @param fields that are forecast of a series
    Board(long bytes, List<String> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /// Takes a forecast; one that is no newer than the series' last one is there already.
    ///
    /// @return what it adds to the series' history, of each field; empty: nothing
    synchronized List<KeyHistory.Point> add(Forecast forecast) {
        Entry known = series.get(forecast.getKey());
        List<Newest> newest = Newest.of(forecast, fields);
        boolean isNew = known == null || forecast.getIssuedAt().isAfter(known.first().time());
        if (newest.isEmpty() || !isNew) {
            return List.of();
        }
        forecasts++;
        Entry entry = known == null ? new Entry(fields) : known;
        series.putLast(forecast.getKey(), entry);
        makeRoom();
        List<KeyHistory.Point> points = newest.stream().map(one -> one.point(entry.of(one.field()))).toList();
        entry.newest = newest;
        entry.partition = forecast.getSource().getPartition();
        entry.offset = forecast.getSource().getOffset();
        entry.history.add(points, most);
        return points;
    }

    /// Takes what happened to a series; what ends it, or begins it again, takes it off the board.
    synchronized void add(Event event) {
        if (ENDINGS.contains(event.getKind())) {
            // An ending that is read late is not that of a series which has had readings since.
            series.computeIfPresent(event.getKey(), (key, entry) -> entry.goesOnAfter(event) ? entry : null);
            return;
        }
        Entry entry = series.get(event.getKey());
        if (entry != null) {
            entry.events.add(new Happened(event.getTime(), event.getKind(), event.getField(),
                    event.getDetail()));
            if (entry.events.size() > EVENTS) {
                entry.events.remove();
            }
        }
    }

    synchronized void addDeadLetter(String reason) {
        deadLetters.merge(reason, 1L, Long::sum);
    }

    synchronized Map<String, Long> deadLetters() {
        return new TreeMap<>(deadLetters);
    }

    /// Forecasts taken so far.
    synchronized long forecasts() {
        return forecasts;
    }

    synchronized int size() {
        return series.size();
    }

    /// Heap that the numbers take, at most.
    synchronized long bytes() {
        return series.values().stream().mapToLong(entry -> needed(entry.history.capacity())).sum();
    }

    synchronized Optional<Row> row(String key) {
        return Optional.ofNullable(series.get(key)).map(entry -> row(key, entry));
    }

    /// A part of the list.
    ///
    /// @param contains what the keys must contain
    synchronized List<Row> rows(Sort sort, String contains, int offset, int limit) {
        var rows = new ArrayList<Map.Entry<String, Entry>>();
        for (Map.Entry<String, Entry> entry : series.entrySet()) {
            if (entry.getKey().contains(contains)) {
                rows.add(entry);
            }
        }
        rows.sort(order(sort).thenComparing(Map.Entry.comparingByKey()));
        return rows.stream().skip(offset).limit(limit).map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// How many keys contain a text.
    synchronized int count(String contains) {
        return (int) series.keySet().stream().filter(key -> key.contains(contains)).count();
    }

    /// The fields of a series that have had a value, the first one first.
    synchronized Optional<List<String>> fields(String key) {
        return Optional.ofNullable(series.get(key)).map(Entry::fields);
    }

    /// A field of a series with its newest readings.
    synchronized Optional<Detail> detail(String key, String field, int limit) {
        Entry entry = series.get(key);
        Newest newest = entry == null ? null : entry.of(field);
        if (entry == null || newest == null) {
            return Optional.empty();
        }
        var points = new ArrayList<KeyHistory.Point>();
        for (int i = Math.max(0, entry.history.size() - limit); i < entry.history.size(); i++) {
            points.add(entry.history.get(i, field));
        }
        return Optional.of(new Detail(key, newest, points, List.copyOf(entry.events)));
    }

    private static Row row(String key, Entry entry) {
        double[] actuals = entry.history.actuals(entry.first().field(), TREND);
        var trend = new ArrayList<@Nullable Double>(actuals.length);
        for (double actual : actuals) {
            trend.add(Double.isNaN(actual) ? null : actual);
        }
        return new Row(key, entry.fields(), entry.first(), trend);
    }

    private static Comparator<Map.Entry<String, Entry>> order(Sort sort) {
        Comparator<Map.Entry<String, Entry>> order = switch (sort) {
            case ERROR -> Comparator.comparingDouble(entry -> -orElse(first(entry).error(), -1));
            case COVERAGE -> Comparator.comparingDouble(entry -> orElse(first(entry).coverage(), 2));
            case TIME -> Comparator.comparingLong(entry -> -first(entry).time().toEpochMilli());
            case KEY -> Map.Entry.comparingByKey();
        };
        return order;
    }

    private static Newest first(Map.Entry<String, Entry> entry) {
        return entry.getValue().first();
    }

    private static double orElse(@Nullable Double value, double other) {
        return value == null ? other : value;
    }

    /// Halves what each series may keep until all fit.
    private void makeRoom() {
        int fits = most;
        while (fits > KeyHistory.SMALLEST && series.size() * needed(fits) > bytes) {
            fits /= 2;
        }
        if (fits < most) {
            most = fits;
            series.values().forEach(entry -> entry.history.trim(most));
        }
        Iterator<Map.Entry<String, Entry>> eldest = series.entrySet().iterator();
        while (series.size() * needed(most) > bytes && series.size() > 1) {
            eldest.next();
            eldest.remove();
        }
    }

    /// What a series takes.
    private long needed(int readings) {
        return readings * KeyHistory.bytesPerReading(fields.size()) + (long) fields.size() * OVERHEAD;
    }
}
