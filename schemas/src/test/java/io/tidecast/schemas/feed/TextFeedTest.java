package io.tidecast.schemas.feed;

import static io.tidecast.schemas.feed.Feeds.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import io.tidecast.schemas.RecordFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Line protocol, CSV and plain numbers.
class TextFeedTest {
    private static final ReadingMapping PLAIN = ReadingMapping.DEFAULT;

    private static Feeds lines(ReadingMapping mapping) {
        return Feeds.of(RecordFormat.LINE_PROTOCOL, mapping);
    }

    @Test
    void eachNumberOfALineIsASeriesUnlessTheMappingSaysOtherwise() {
        String line = "weather,station=b,area=x temp=21.5,hum=40i,ok=true,note=\"a,b c\" 1767607200000000000";
        assertEquals(List.of("weather,area=x,station=b/temp 2026-01-05T10:00:00Z 21.5",
                "weather,area=x,station=b/hum 2026-01-05T10:00:00Z 40.0"), lines(PLAIN).texts(line));
        assertEquals(List.of("b 2026-01-05T10:00:00Z 21.5"),
                lines(PLAIN.withFields(List.of("station"), List.of("temp"), false)).texts(line));
        assertEquals(List.of("k/x/temp 2026-01-05T10:00:00Z 21.5", "k/x/hum 2026-01-05T10:00:00Z 40.0"),
                lines(PLAIN.withFields(List.of("$key", "tags.area"), List.of("fields.temp", "hum"), true))
                        .texts(line));
        var vector = lines(PLAIN.withFields(List.of("measurement"), List.of("temp", "hum"), false)).one(line);
        assertEquals(Map.of("temp", 21.5, "hum", 40.0), vector.reading().getValues());
        assertEquals("weather", vector.key());
    }

    @Test
    void severalLinesAreSeveralReadingsAndABadOneDoesNotSpoilTheOthers() {
        List<FeedEntry> entries = lines(PLAIN.withTimestamp("", TimestampUnit.S))
                .all("# from telegraf\n\na v=1 1767607200\r\nb v=x\nc v=3\n");
        assertEquals("a/v 2026-01-05T10:00:00Z 1.0", text(Feeds.reading(entries.get(0))));
        assertEquals("v", Feeds.refusal(entries.get(1)).field());
        assertTrue(String.valueOf(Feeds.refusal(entries.get(1)).getMessage()).endsWith(", in line 'b v=x'"));
        assertEquals("c/v null 3.0", text(Feeds.reading(entries.get(2))));
        assertEquals(3, entries.size());
    }

    /// The escapes of InfluxDB's documentation of line protocol.
    @Test
    void escapesAreTakenAsInfluxDbDoes() throws BadRecordException {
        LineProtocolPoint point = new LineProtocolParser(
                "my\\ meas\\,ure=ment,tag\\ Key\\==val\\,ue\\ 1,t=C:\\dir field\\ =\"say \\\"hi\\\" \\\\ x\ny\",f2=1e3,u=18446744073709551615u,b=F -5")
                .next();
        assertEquals(new LineProtocolPoint("my meas,ure=ment",
                new java.util.TreeMap<>(Map.of("tag Key=", "val,ue 1", "t", "C:\\dir")),
                Map.of("field ", "say \"hi\" \\ x\ny", "f2", 1000.0, "u", 1.8446744073709552E19, "b", false),
                -5L),
                point);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "cpu              | ",
            "cpu,host=a       | ",
            "cpu usage        | ",
            "cpu usage=       | usage",
            "cpu usage=1x     | usage",
            "cpu usage=1,usage=2 | usage",
            "cpu,a=1,a=2 v=1  | a",
            "cpu,a= v=1       | a",
            "cpu =1           | field",
            "cpu s=\"open     | s",
            "cpu v=1 noon     | timestamp",
            "cpu v=1 1 2      | ",
            "cpu s=\"only\"   | s",
            "cpu v=0x1p3      | v",
            ",a=1 v=1         | measurement"})
    void aBadLineNamesItsField(String line, String field) {
        BadRecordException refusal = lines(PLAIN).refusal(line);
        assertEquals(field, refusal.field(), refusal.getMessage());
    }

    @Test
    void aCsvLineIsMappedByItsColumns() {
        assertEquals(List.of("null 2026-01-05T10:00:00Z 21.5", "null 2026-01-05T10:01:00Z null"),
                Feeds.of(RecordFormat.CSV, PLAIN)
                        .texts("2026-01-05T10:00:00Z, 21.5\n2026-01-05T10:01:00Z,\n"));
        var mapping = PLAIN.withCsv(List.of("site", "sensor", "at", "temp", "hum"), ';')
                .withFields(List.of("site", "sensor"), List.of("temp"), false)
                .withTimestamp("at", TimestampUnit.S);
        assertEquals(List.of("a;b/7 2026-01-05T10:00:00Z 1.0"),
                Feeds.of(RecordFormat.CSV, mapping).texts("\"a;b\";7;1767607200;1;"));
    }

    @Test
    void aBadCsvLineSaysWhatIsWrong() {
        Feeds csv = Feeds.of(RecordFormat.CSV, PLAIN);
        assertEquals("a line must have the columns [time, value], got 3 cells: '1,2,3'",
                csv.refusal("1,2,3").getMessage());
        assertEquals("value", csv.refusal("1,x").field());
        assertEquals("time", csv.refusal("noon,1").field());
        List<FeedEntry> entries = csv.all("1,1\nx\n2,2\n");
        assertEquals(3, entries.size());
        assertEquals(Fault.BYTES, Feeds.refusal(entries.get(1)).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"21.5", " 21.5\n", "+2.15e1"})
    void aNumberIsAReading(String value) {
        assertEquals("null null 21.5", text(Feeds.of(RecordFormat.NUMBER, PLAIN).one(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "21,5", "1f", "0x10", "twenty", "1 2"})
    void whatIsNoNumberIsRefused(String value) {
        assertEquals("value", Feeds.of(RecordFormat.NUMBER, PLAIN).refusal(value).field());
    }
}
