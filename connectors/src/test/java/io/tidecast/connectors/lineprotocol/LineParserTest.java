package io.tidecast.connectors.lineprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineParserTest {
    @Test
    void takesALineOfTelegrafApart() {
        Point point = LineParser
                .parse("cpu,host=a,cpu=cpu0 usage_idle=98.5,count=3i,total=4u,up=true,note=\"a b, \\\"c\\\"\" 17");
        assertEquals("cpu,cpu=cpu0,host=a/usage_idle", point.key("usage_idle"));
        assertEquals(Map.of("usage_idle", 98.5, "count", 3.0, "total", 4.0), point.fields());
        assertEquals(17, point.timestamp());
    }

    @Test
    void readsEscapedCommasSpacesAndEqualsSigns() {
        Point point = LineParser.parse("my\\ room,a\\,b=c\\=d\\ e x\\=y=1");
        assertEquals("my room,a,b=c=d e/x=y", point.key("x=y"));
        assertNull(point.timestamp());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cpu                 | a space before the fields
            ,host=a x=1         | a measurement
            cpu,host x=1        | = after tag 'host'
            cpu usage           | field=value
            cpu x=1,            | field=value
            cpu x=abc           | field 'x' must be a finite number
            cpu x=NaN           | field 'x' must be a finite number
            cpu x="open         | a closing quote
            cpu x=1 soon        | the timestamp must be an integer
            """)
    void saysWhatIsMissing(String line, String reason) {
        var e = assertThrows(IllegalArgumentException.class, () -> LineParser.parse(line));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
