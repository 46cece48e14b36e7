package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.v1.Event;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the page knows of all series, in a bounded heap.
class BoardTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final List<String> ONE = List.of("value");
    private static final List<String> TWO = List.of("temperature", "humidity");

    private static Forecast forecast(String key, int number, double mae) {
        return Forecast.newBuilder().setKey(key).setIssuedAt(START.plusSeconds(60L * number))
                .setTargetTime(START.plusSeconds(60L * (number + 1))).setHorizon(1).setValue(number + 1.5)
                .setLower(number).setUpper(number + 3).setLevel(0.9).setStatus(Status.OK)
                .setActual((double) number).setRecent(new Recent(mae, 2.0, 1 - mae / 2, 0.9))
                .setExperts(List.of()).setIntervals(List.of()).setAhead(List.of()).setFields(List.of())
                .setUpdates((long) number).setModel("m")
                .setSource(new Source("readings", 0, (long) number)).build();
    }

    private static FieldForecast field(String name, int number, double value) {
        var next = new HorizonForecast(1, START.plusSeconds(60L * (number + 1)), value,
                List.of(new Interval(0.9, value - 2, value + 2)), List.of(), null,
                new Recent(value, 2.0, 1 - value / 2, 0.8));
        return new FieldForecast(name, Status.OK, value - 1, null, List.of(next));
    }

    private static Forecast forecast(String key, int number, FieldForecast... fields) {
        Forecast forecast = forecast(key, number, 1);
        forecast.setFields(List.of(fields));
        return forecast;
    }

    private static KeyHistory.Point added(Board board, int number) {
        return board.add(forecast("a", number, 1)).getFirst();
    }

    private static List<KeyHistory.Point> points(Board board, String key, String field) {
        return board.detail(key, field, Board.LONGEST).orElseThrow().points();
    }

    @Test
    void aPointHasWhatHadBeenForecastForItsTime() {
        var board = new Board(1 << 20, ONE);
        board.add(forecast("a", 1, 1));
        KeyHistory.Point second = added(board, 2);
        assertEquals(2.5, second.forecast());
        assertEquals(1, second.lower());
        assertEquals(4, second.upper());
        assertTrue(Double.isNaN(added(board, 9).lower()),
                "nothing was forecast for that time");
    }

    @Test
    void theWorstSeriesComesFirst() {
        var board = new Board(1 << 20, ONE);
        board.add(forecast("good", 1, 0.5));
        board.add(forecast("bad", 1, 3));
        board.add(forecast("fair", 1, 1.5));
        assertEquals(List.of("bad", "fair", "good"),
                board.rows(Board.Sort.ERROR, "", 0, 10).stream().map(Board.Row::key).toList());
        assertEquals(List.of("fair"),
                board.rows(Board.Sort.ERROR, "", 1, 1).stream().map(Board.Row::key).toList());
    }

    @Test
    void whatIsReadAgainIsNotTakenTwiceAndWhatIsForgottenIsGone() {
        var board = new Board(1 << 20, ONE);
        board.add(forecast("a", 1, 1));
        assertEquals(List.of(), board.add(forecast("a", 1, 1)));
        board.add(new Event("a", START, "forgotten", "", "", "readings", 0, 5L));
        assertEquals(0, board.size());
        assertEquals(1, added(board, 1).actual());
    }

    @Test
    void anEndingThatIsReadLateLeavesTheSeriesThatHasBegunAgain() {
        var board = new Board(1 << 20, ONE);
        board.add(forecast("a", 7, 1));
        for (long before : List.of(5L, 7L)) {
            board.add(new Event("a", START, "expired", "", "", "readings", 0, before));
        }
        assertEquals(1, board.size());
        board.add(new Event("a", START, "expired", "", "", "readings", 0, 8L));
        assertEquals(0, board.size());
    }

    @Test
    void theNewestReadingsStayAndTheHeapIsBounded() {
        long bytes = 1 << 20;
        var board = new Board(bytes, ONE);
        for (int i = 0; i < 6_000; i++) {
            board.add(forecast("a", i, 1));
        }
        List<KeyHistory.Point> points = points(board, "a", "value");
        assertEquals(Board.LONGEST, points.size());
        assertEquals(5_999, points.getLast().actual());
        for (int key = 0; key < 1_000; key++) {
            board.add(forecast("k" + key, 1, 1));
            assertTrue(board.bytes() <= bytes, "after " + key + ": " + board.bytes());
        }
        assertTrue(board.detail("a", "value", 10).isEmpty(),
                "the series that has been silent for longest goes");
        assertTrue(board.size() > 250, "as many as fit: " + board.size());
        assertEquals(1, points(board, "k999", "value").size());
    }

    @Test
    void eachFieldHasItsOwnPointsAndOneThatComesLaterHasNoneBefore() {
        var board = new Board(1 << 20, TWO);
        board.add(forecast("a", 1, field("temperature", 1, 20)));
        assertEquals(Optional.of(List.of("temperature")), board.fields("a"));
        board.add(forecast("a", 2, field("temperature", 2, 21), field("humidity", 2, 60)));
        board.add(forecast("a", 3, field("temperature", 3, 22), field("humidity", 3, 61)));
        assertEquals(Optional.of(TWO), board.fields("a"));
        List<KeyHistory.Point> humidity = points(board, "a", "humidity");
        assertEquals(3, humidity.size());
        assertTrue(Double.isNaN(humidity.getFirst().actual()) && !humidity.getFirst().anomaly());
        assertEquals(
                new KeyHistory.Point("humidity", START.plusSeconds(180).toEpochMilli(), 60, 60, 58, 62, 61,
                        2, 0.8, false),
                humidity.getLast());
        assertEquals(20, points(board, "a", "temperature").get(1).forecast());
        assertTrue(board.detail("a", "pressure", 1).isEmpty());
    }

    @Test
    void aSeriesWithSeveralFieldsIsRankedByItsFirst() {
        var board = new Board(1 << 20, TWO);
        board.add(forecast("first", 1, field("temperature", 1, 4), field("humidity", 1, 1)));
        board.add(forecast("second", 1, field("temperature", 1, 1), field("humidity", 1, 9)));
        List<Board.Row> rows = board.rows(Board.Sort.ERROR, "", 0, 10);
        assertEquals(List.of("first", "second"), rows.stream().map(Board.Row::key).toList());
        assertEquals(2.0, rows.getFirst().newest().error());
        assertEquals(List.of(3.0), rows.getFirst().trend());
    }

    @Test
    void severalFieldsTakeTheHeapOfFewerReadings() {
        long bytes = 1 << 20;
        var one = new Board(bytes, ONE);
        var two = new Board(bytes, TWO);
        for (int i = 0; i < 100; i++) {
            for (int key = 0; key < 50; key++) {
                one.add(forecast("k" + key, i, 1));
                two.add(forecast("k" + key, i, field("temperature", i, 1), field("humidity", i, 2)));
                assertTrue(two.bytes() <= bytes, "after " + i + ": " + two.bytes());
            }
        }
        assertEquals(50, two.size());
        assertEquals(100, points(one, "k0", "value").size());
        assertEquals(64, points(two, "k0", "humidity").size());
        assertEquals(1, points(two, "k0", "humidity").getLast().actual());
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        var throughput = new Throughput();
        long second = 1_000_000_000L;
        assertEquals(0, throughput.perSecond(0, 100));
        for (int i = 1; i <= 10; i++) {
            throughput.perSecond(i * second, 100 + 50L * i);
        }
        assertEquals(50, throughput.perSecond(11 * second, 650), 1e-9);
    }
}
