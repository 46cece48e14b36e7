package io.tidecast.app.web;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the page knows of all series, in a bounded heap.
class BoardTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private static Forecast forecast(String key, int number, double mae) {
        return Forecast.newBuilder().setKey(key).setIssuedAt(START.plusSeconds(60L * number))
                .setTargetTime(START.plusSeconds(60L * (number + 1))).setHorizon(1).setValue(number + 1.5)
                .setLower(number).setUpper(number + 3).setLevel(0.9).setStatus(Status.OK)
                .setActual((double) number).setRecent(new Recent(mae, 2.0, 1 - mae / 2, 0.9))
                .setExperts(List.of()).setIntervals(List.of()).setAhead(List.of()).setFields(List.of())
                .setUpdates((long) number).setModel("m")
                .setSource(new Source("readings", 0, (long) number)).build();
    }

    private static KeyHistory.Point added(Board board, int number) {
        return requireNonNull(board.add(forecast("a", number, 1)));
    }

    @Test
    void aPointHasWhatHadBeenForecastForItsTime() {
        var board = new Board(1 << 20);
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
        var board = new Board(1 << 20);
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
        var board = new Board(1 << 20);
        board.add(forecast("a", 1, 1));
        assertNull(board.add(forecast("a", 1, 1)));
        board.add(new Event("a", START, "forgotten", "", "", "readings", 0, 5L));
        assertEquals(0, board.size());
        assertEquals(1, added(board, 1).actual());
    }

    @Test
    void theNewestReadingsStayAndTheHeapIsBounded() {
        long bytes = 1 << 20;
        var board = new Board(bytes);
        for (int i = 0; i < 6_000; i++) {
            board.add(forecast("a", i, 1));
        }
        List<KeyHistory.Point> points = board.detail("a", Board.LONGEST).orElseThrow().points();
        assertEquals(Board.LONGEST, points.size());
        assertEquals(5_999, points.getLast().actual());
        for (int key = 0; key < 1_000; key++) {
            board.add(forecast("k" + key, 1, 1));
            assertTrue(board.bytes() <= bytes, "after " + key + ": " + board.bytes());
        }
        assertTrue(board.detail("a", 10).isEmpty(), "the series that has been silent for longest goes");
        assertTrue(board.size() > 250, "as many as fit: " + board.size());
        assertEquals(1, board.detail("k999", 10).orElseThrow().points().size());
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
