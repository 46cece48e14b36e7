package io.tidecast.app.demo;

import io.tidecast.app.kafka.Answer;
import io.tidecast.app.kafka.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All series' scores and the count of answers.
final class ScoreBoard {
    private final ScoreRows rows;
    private final Map<String, SeriesScore> series = new TreeMap<>();
    private final Map<String, Long> setAside = new TreeMap<>();
    private long answered;

    ScoreBoard(ScoreRows rows) {
        this.rows = rows;
    }

    void add(Answer answer) {
        answered++;
        switch (answer) {
            case Answer.Issued issued -> score(issued.forecast().getKey()).add(issued.forecast(), rows);
            case Answer.SetAside aside -> {
                score(aside.key()).addSetAside();
                setAside.merge(aside.reason(), 1L, Long::sum);
            }
        }
    }

    /// Readings answered by a forecast or a dead letter.
    long answered() {
        return answered;
    }

    /// By series id.
    Map<String, SeriesScore> series() {
        return series;
    }

    /// The result so far.
    ///
    /// @param leftOut  rows of the input that were no readings
    /// @param elapsed  from the first reading sent to the last answer
    /// @param pace     of the feed
    ScoreReport report(long leftOut, Duration elapsed, Pace pace) {
        var lines = series.entrySet().stream().map(entry -> entry.getValue().line(entry.getKey())).toList();
        double seconds = elapsed.toMillis() / 1e3;
        return new ScoreReport(answered, leftOut, Map.copyOf(setAside), rows.toString(), lines,
                mean(lines, SeriesLine::skillMae), mean(lines, SeriesLine::skillRmse), seconds,
                seconds > 0 ? answered / seconds : 0, pace.toString());
    }

    private SeriesScore score(String key) {
        return series.computeIfAbsent(key, absent -> new SeriesScore());
    }

    private static double mean(List<SeriesLine> lines, Function<SeriesLine, @Nullable Double> figure) {
        return lines.stream().map(figure).filter(Objects::nonNull).mapToDouble(Double::doubleValue).average()
                .orElse(0);
    }
}
