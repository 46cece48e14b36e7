package io.tidecast.app.web;

import static java.util.Objects.requireNonNull;

import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
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
/// Of a reading with several fields it has the first one. Safe for use by many threads.
final class Board {
    /// Readings of a series that are kept, at most.
    static final int LONGEST = 4_096;
    /// Values of a sparkline.
    static final int TREND = 32;
    private static final int EVENTS = 32;
    private static final Set<String> ENDINGS = Set.of("forgotten", "expired", "reset");
    /// Objects around a series' numbers: key, row, map entries, events, and the newest forecast's further steps.
    private static final int OVERHEAD = 2_048;

    private final long bytes;
    /// The series that was heard of longest ago first.
    private final LinkedHashMap<String, Entry> series = new LinkedHashMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private int most = LONGEST;
    private long forecasts;

    private static final class Entry {
        final KeyHistory history = new KeyHistory();
        final Deque<Happened> events = new ArrayDeque<>();
        @Nullable
        Newest newest;
    }

    /// The newest forecast of a series.
    ///
    /// @param field  of the reading
    /// @param status how far to trust it
    /// @param mae    recent mean absolute error; null: unknown
    /// @param error  `mae` by that of the last value: what series are ranked by; null: unknown
    record Newest(String field, Instant time, @Nullable Double actual, Instant nextTime, double next,
            double lower, double upper, double level, String status, @Nullable Double mae,
            @Nullable Double lastValueMae, @Nullable Double error, @Nullable Double skill,
            @Nullable Double coverage, boolean anomaly, List<Step> ahead) {}

    /// A forecast some steps ahead.
    record Step(int step, Instant time, double value, double lower, double upper) {}

    /// What happened to a series' model.
    record Happened(Instant time, String kind, String field, String detail) {}

    /// A series in the list.
    record Row(String key, Newest newest, List<@Nullable Double> trend) {}

    /// A series with its history, the oldest reading first.
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

    Board(long bytes) {
        this.bytes = bytes;
    }

    /// Takes a forecast; one that is no newer than the series' last one is there already.
    ///
    /// @return the point that it adds to the series' history; null: none
    synchronized KeyHistory.@Nullable Point add(Forecast forecast) {
        Entry known = series.get(forecast.getKey());
        if (known != null && known.newest != null && !forecast.getIssuedAt().isAfter(known.newest.time)) {
            return null;
        }
        forecasts++;
        Entry entry = series.computeIfAbsent(forecast.getKey(), absent -> new Entry());
        series.putLast(forecast.getKey(), entry);
        makeRoom();
        Newest before = entry.newest;
        Newest meant = before != null && before.nextTime.equals(forecast.getIssuedAt()) ? before : null;
        Resolved resolved = forecast.getResolved();
        Newest newest = newest(forecast);
        entry.newest = newest;
        var point = new KeyHistory.Point(forecast.getIssuedAt().toEpochMilli(), number(forecast.getActual()),
                meant != null ? meant.next : resolved == null ? Double.NaN : resolved.getValue(),
                meant == null ? Double.NaN : meant.lower, meant == null ? Double.NaN : meant.upper,
                number(newest.mae), number(newest.lastValueMae), number(newest.coverage), newest.anomaly);
        entry.history.add(point, most);
        return point;
    }

    /// Takes what happened to a series; what ends it, or begins it again, takes it off the board.
    synchronized void add(Event event) {
        if (ENDINGS.contains(event.getKind())) {
            series.remove(event.getKey());
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
        return series.values().stream()
                .mapToLong(entry -> (long) entry.history.capacity() * KeyHistory.BYTES_PER_POINT + OVERHEAD)
                .sum();
    }

    synchronized Optional<Row> row(String key) {
        Entry entry = series.get(key);
        return entry == null || entry.newest == null ? Optional.empty() : Optional.of(row(key, entry));
    }

    /// A part of the list.
    ///
    /// @param contains what the keys must contain
    synchronized List<Row> rows(Sort sort, String contains, int offset, int limit) {
        var rows = new ArrayList<Map.Entry<String, Entry>>();
        for (Map.Entry<String, Entry> entry : series.entrySet()) {
            if (entry.getValue().newest != null && entry.getKey().contains(contains)) {
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

    /// A series with its newest readings.
    synchronized Optional<Detail> detail(String key, int limit) {
        Entry entry = series.get(key);
        if (entry == null || entry.newest == null) {
            return Optional.empty();
        }
        var points = new ArrayList<KeyHistory.Point>();
        for (int i = Math.max(0, entry.history.size() - limit); i < entry.history.size(); i++) {
            points.add(entry.history.get(i));
        }
        return Optional.of(new Detail(key, entry.newest, points, List.copyOf(entry.events)));
    }

    private static Row row(String key, Entry entry) {
        double[] actuals = entry.history.actuals(TREND);
        var trend = new ArrayList<@Nullable Double>(actuals.length);
        for (double actual : actuals) {
            trend.add(Double.isNaN(actual) ? null : actual);
        }
        return new Row(key, requireNonNull(entry.newest), trend);
    }

    private static Comparator<Map.Entry<String, Entry>> order(Sort sort) {
        Comparator<Map.Entry<String, Entry>> order = switch (sort) {
            case ERROR -> Comparator.comparingDouble(entry -> -orElse(newest(entry).error, -1));
            case COVERAGE -> Comparator.comparingDouble(entry -> orElse(newest(entry).coverage, 2));
            case TIME -> Comparator.comparingLong(entry -> -newest(entry).time.toEpochMilli());
            case KEY -> Map.Entry.comparingByKey();
        };
        return order;
    }

    private static Newest newest(Map.Entry<String, Entry> entry) {
        return requireNonNull(entry.getValue().newest);
    }

    private static double orElse(@Nullable Double value, double other) {
        return value == null ? other : value;
    }

    private static Newest newest(Forecast f) {
        Recent recent = f.getRecent();
        Double mae = recent == null ? null : recent.getMae();
        Double lastValueMae = recent == null ? null : recent.getLastValueMae();
        Double error = recent == null || recent.getLastValueMae() <= 0
                ? null
                : (Double) (recent.getMae() / recent.getLastValueMae());
        var ahead = new ArrayList<Step>();
        ahead.add(new Step(f.getHorizon(), f.getTargetTime(), f.getValue(), f.getLower(), f.getUpper()));
        f.getAhead().forEach(step -> ahead.add(new Step(step.getHorizon(), step.getTargetTime(),
                step.getValue(), step.getIntervals().getFirst().getLower(),
                step.getIntervals().getFirst().getUpper())));
        String field = f.getFields().isEmpty() ? "value" : f.getFields().getFirst().getField();
        return new Newest(field, f.getIssuedAt(), f.getActual(), f.getTargetTime(), f.getValue(),
                f.getLower(), f.getUpper(), f.getLevel(), f.getStatus().name(), mae, lastValueMae, error,
                recent == null ? null : (Double) recent.getSkill(),
                recent == null ? null : (Double) recent.getCoverage(),
                f.getAnomaly() != null && f.getAnomaly().getFlagged(), ahead);
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    /// Halves what each series may keep until all fit.
    private void makeRoom() {
        int fits = most;
        while (fits > KeyHistory.SMALLEST && needed(fits) > bytes) {
            fits /= 2;
        }
        if (fits < most) {
            most = fits;
            series.values().forEach(entry -> entry.history.trim(most));
        }
        Iterator<Map.Entry<String, Entry>> eldest = series.entrySet().iterator();
        while (needed(most) > bytes && series.size() > 1) {
            eldest.next();
            eldest.remove();
        }
    }

    private long needed(int points) {
        return series.size() * ((long) points * KeyHistory.BYTES_PER_POINT + OVERHEAD);
    }
}
