package io.tidecast.connectors.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeCellsTest {
    private final TimeCells utc = new TimeCells(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"2016-07-01T13:05:09Z, 2016-07-01T13:05:09Z",
            "2016-07-01T13:05:09.250Z, 2016-07-01T13:05:09.250Z",
            "2016-07-01T15:05:09+02:00, 2016-07-01T13:05:09Z",
            "2016-07-01 15:05:09+0200, 2016-07-01T13:05:09Z",
            "2016-07-01 15:05 +02:00, 2016-07-01T13:05:00Z", "2016-07-01T13:05, 2016-07-01T13:05:00Z",
            "2016-07-01 13:05:09, 2016-07-01T13:05:09Z", "2016-07-01, 2016-07-01T00:00:00Z",
            "1467378309, 2016-07-01T13:05:09Z", "1467378309.5, 2016-07-01T13:05:09.500Z",
            "1467378309250, 2016-07-01T13:05:09.250Z", "0, 1970-01-01T00:00:00Z"})
    void readsEachFormOfATimestamp(String cell, Instant expected) {
        assertEquals(expected, utc.parse(List.of(cell)));
    }

    @ParameterizedTest
    @CsvSource({"'2013,3,1,7', 2013-03-01T07:00:00Z", "'2013,03,01,07,30', 2013-03-01T07:30:00Z",
            "'2013,12,31,23,59,58', 2013-12-31T23:59:58Z"})
    void readsYearMonthDayHourColumns(String cells, Instant expected) {
        assertEquals(expected, utc.parse(Arrays.asList(cells.split(","))));
    }

    @Test
    void takesTimesWithoutOffsetInTheGivenZone() {
        var berlin = new TimeCells(ZoneId.of("Europe/Berlin"));
        assertEquals(Instant.parse("2016-07-01T11:05:09Z"), berlin.parse(List.of("2016-07-01 13:05:09")));
        assertEquals(Instant.parse("2016-07-01T13:05:09Z"), berlin.parse(List.of("2016-07-01T13:05:09Z")));
        assertEquals(Instant.parse("2016-12-31T23:00:00Z"), berlin.parse(List.of("2017", "1", "1", "0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2016-13-01", "2016-02-30 00:00:00", "01/02/2016",
            "2016-07-01T25:00", "1e9"})
    void saysWhatIsNoTime(String cell) {
        var e = assertThrows(DateTimeException.class, () -> utc.parse(List.of(cell)));
        assertTrue(String.valueOf(e.getMessage()).contains("'" + cell + "' is no time"), e.getMessage());
    }

    @Test
    void refusesTimesBefore1970() {
        assertThrows(DateTimeException.class, () -> utc.parse(List.of("1969-12-31")));
        assertThrows(DateTimeException.class, () -> utc.parse(List.of("-5")));
    }
}
