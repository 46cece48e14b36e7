package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowRangeTest {
    @ParameterizedTest
    @CsvSource({"3600:14400, 17420, 3600, 14400", "3600:14400, 5000, 3600, 5000", "0:0.2, 7588, 0, 1517",
            "0.25:1.0, 35064, 8766, 35064", "0.25:1.0, 7588, 1897, 7588", "100:, 300, 100, 300",
            ":0.5, 301, 0, 150", "5:5, 9, 5, 5"})
    void isHalfOpenAndRoundsSharesDown(String text, int rows, int first, int end) {
        RowRange range = RowRange.parse(text);
        assertEquals(first, range.first(rows));
        assertEquals(end, range.end(rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5:1", "0.5:0.2", "-1:5", "0:1.5", "a:b", "1:2:3", "NaN:1.0"})
    void refusesWhatIsNoRange(String text) {
        assertThrows(IllegalArgumentException.class, () -> RowRange.parse(text));
    }
}
