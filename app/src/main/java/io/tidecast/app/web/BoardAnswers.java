package io.tidecast.app.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the queries about many series and about the past answer, from the [Board], as it stands in the JSON. Times are ISO-8601 in UTC; what
/// is not known is null.
final class BoardAnswers {
    private BoardAnswers() {}

    /// The list of series.
    ///
    /// @param total keys that match
    record Keys(int total, int offset, List<KeyRow> keys) {}

    /// One series of the list: the newest forecast of its first field and how it did of late.
    record KeyRow(String key, String field, List<String> fields, String time, @Nullable Double actual,
            String nextTime,
            double next, double lower, double upper, double level, String status, @Nullable Double mae,
            @Nullable Double lastValueMae, @Nullable Double error, @Nullable Double skill,
            @Nullable Double coverage, boolean anomaly, List<@Nullable Double> trend) {
        static KeyRow of(Board.Row row) {
            Newest n = row.newest();
            Newest.Step next = n.next();
            return new KeyRow(row.key(), n.field(), row.fields(), n.time().toString(), n.actual(),
                    next.time().toString(), next.value(), next.lower(), next.upper(), n.level(), n.status(),
                    n.mae(), n.lastValueMae(),
                    n.error(), n.skill(), n.coverage(), n.anomaly(), row.trend());
        }
    }

    /// The newest readings of a field and what had been forecast for them.
    record History(String key, String field, double level, String status, @Nullable Double skill,
            List<PointRow> points, List<HappenedRow> events, List<AheadRow> ahead) {
        static History of(Board.Detail detail) {
            Newest n = detail.newest();
            return new History(detail.key(), n.field(), n.level(), n.status(), n.skill(),
                    detail.points().stream().map(PointRow::of).toList(),
                    detail.events().stream().map(e -> new HappenedRow(e.time().toString(), e.kind(),
                            e.field(), e.detail())).toList(),
                    n.ahead().stream().map(step -> new AheadRow(step.step(), step.time().toString(),
                            step.value(), step.lower(), step.upper())).toList());
        }
    }

    /// One reading of a history.
    record PointRow(String time, @Nullable Double actual, @Nullable Double forecast, @Nullable Double lower,
            @Nullable Double upper, @Nullable Double mae, @Nullable Double lastValueMae,
            @Nullable Double coverage, boolean anomaly) {
        static PointRow of(KeyHistory.Point p) {
            return new PointRow(Instant.ofEpochMilli(p.time()).toString(), finite(p.actual()),
                    finite(p.forecast()), finite(p.lower()), finite(p.upper()), finite(p.mae()),
                    finite(p.lastValueMae()), finite(p.coverage()), p.anomaly());
        }
    }

    /// What happened to the model.
    record HappenedRow(String time, String kind, String field, String detail) {}

    /// A published forecast.
    record AheadRow(int step, String time, double value, double lower, double upper) {}

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
