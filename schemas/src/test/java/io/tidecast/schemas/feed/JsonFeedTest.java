package io.tidecast.schemas.feed;

import static io.tidecast.schemas.feed.Feeds.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import io.tidecast.schemas.RecordFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFeedTest {
    private static final ReadingMapping CONTRACT = ReadingMapping.DEFAULT;
    private static final ReadingMapping NESTED = CONTRACT
            .withFields(List.of("device.id"), List.of("sensor.values.temp"), false)
            .withTimestamp("sensor.ts", TimestampUnit.S);

    private static Feeds json(ReadingMapping mapping) {
        return Feeds.of(RecordFormat.JSON, mapping);
    }

    @Test
    void theContractsOwnFormNeedsNoMapping() {
        assertEquals("null 2026-01-05T10:00:00Z 1.5",
                text(json(CONTRACT).one("{\"time\":\"2026-01-05T10:00:00Z\",\"value\":1.5}")));
        assertEquals("null 1970-01-01T00:00:00.007Z 2.0",
                text(json(CONTRACT).one("{\"time\":7,\"value\":\" 2 \"}")));
        assertEquals("null null null", text(json(CONTRACT).one("{\"value\":null}")));
        var vector = json(CONTRACT).one(
                "{\"values\":{\"t\":1,\"h\":null},\"ahead\":{\"day\":[0,1]},\"attributes\":{\"site\":\"n\"}}")
                .reading();
        var values = new HashMap<String, Double>();
        values.put("t", 1.0);
        values.put("h", null);
        assertEquals(values, vector.getValues());
        assertEquals(Map.of("day", List.of(0.0, 1.0)), vector.getAhead());
        assertEquals(Map.of("site", "n"), vector.getAttributes());
    }

    @Test
    void nestedFieldsAreMappedByTheirPaths() {
        assertEquals("boiler-7 2026-01-05T10:00:00Z 61.2", text(json(NESTED)
                .one("""
                        {"device":{"id":"boiler-7"},"sensor":{"ts":1767607200,"values":{"temp":"61.2","hum":40}}}""")));
        assertEquals("7 2026-01-05T10:00:00.250Z -1.0", text(json(NESTED).one("""
                {"device.id":7,"sensor":{"ts":1767607200.25,"values.temp":1,"values":{"temp":-1}}}""")));
        assertEquals("null null 3.0", text(
                json(CONTRACT.withFields(List.of(), List.of("all.1.t"), false))
                        .one("{\"all\":[{\"t\":2},{\"t\":3}]}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "s  | 1767607200        | 2026-01-05T10:00:00Z",
            "ms | 1767607200123     | 2026-01-05T10:00:00.123Z",
            "us | 1767607200123999  | 2026-01-05T10:00:00.123Z",
            "ns | 1767607200123999999 | 2026-01-05T10:00:00.123Z",
            "ns | -1                | 1969-12-31T23:59:59.999Z",
            "s  | '\"1767607200\"'  | 2026-01-05T10:00:00Z",
            "iso | '\"2026-01-05T10:00:00+02:00\"' | 2026-01-05T08:00:00Z",
            "s  | '\"2026-01-05 10:00:00.5\"' | 2026-01-05T10:00:00.500Z"})
    void timesHaveAUnit(String unit, String time, String expected) {
        var mapping = CONTRACT.withTimestamp("t",
                TimestampUnit.valueOf(unit.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(Instant.parse(expected),
                json(mapping).one("{\"t\":%s,\"value\":1}".formatted(time)).reading().getTime());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{}                                                     | device.id          | KEY",
            "{'device':{'id':null}}                                 | device.id          | KEY",
            "{'device':{'id':{}}}                                   | device.id          | KEY",
            "{'device':{'id':1}}                                    | sensor.ts          | TIME",
            "{'device':{'id':1},'sensor':{'ts':'noon'}}             | sensor.ts          | TIME",
            "{'device':{'id':1},'sensor':{'ts':1e300}}              | sensor.ts          | TIME",
            "{'device':{'id':1},'sensor':{'ts':1}}                  | sensor.values.temp | MISSING_FIELD",
            "{'device':{'id':1},'sensor':{'ts':1,'values':3}}       | sensor.values.temp | MISSING_FIELD",
            "{'device':{'id':1},'sensor':{'ts':1,'values':{'temp':'21,5'}}} | sensor.values.temp | VALUE",
            "{'device':{'id':1},'sensor':{'ts':1,'values':{'temp':true}}}   | sensor.values.temp | VALUE",
            "{'device':{'id':1},'sensor':{'ts':1,'values':{'temp':'1d'}}}   | sensor.values.temp | VALUE"})
    void whatDoesNotMapNamesTheFieldThatFailed(String json, String field, Fault fault) {
        BadRecordException refusal = json(NESTED).refusal(json.replace('\'', '"'));
        assertEquals(field, refusal.field());
        assertEquals(fault, refusal.fault());
        assertTrue(String.valueOf(refusal.getMessage()).contains(field), refusal.getMessage());
    }

    @Test
    void severalValueFieldsAreOneReadingOrASeriesEach() {
        var fields = List.of("temp", "hum=humidity.rel");
        String record = "{\"temp\":1,\"humidity\":{\"rel\":2}}";
        var vector = json(CONTRACT.withFields(List.of(), fields, false)).one(record);
        assertEquals(Map.of("temp", 1.0, "hum", 2.0), vector.reading().getValues());
        assertNull(vector.key());
        assertEquals(List.of("k/temp null 1.0", "k/hum null 2.0"),
                json(CONTRACT.withFields(List.of(), fields, true)).texts(record));
        List<FeedEntry> half = json(CONTRACT.withFields(List.of("$key", "site"), fields, true))
                .all("{\"site\":\"n\",\"temp\":\"x\",\"humidity\":{\"rel\":2}}");
        assertEquals("temp", Feeds.refusal(half.getFirst()).field());
        assertEquals("k/n/hum null 2.0", text(Feeds.reading(half.getLast())));
    }

    @Test
    void inputsKnownAheadAndAttributesAreMapped() {
        var reading = json(CONTRACT.withFields(List.of(), List.of("v"), false)
                .withContext(List.of("holiday=plan.holiday", "load"), List.of("site=meta.site", "none")))
                .one("{\"v\":1,\"plan\":{\"holiday\":[0,\"1\"]},\"load\":5,\"meta\":{\"site\":\"n\"}}")
                .reading();
        assertEquals(Map.of("holiday", List.of(0.0, 1.0), "load", List.of(5.0)), reading.getAhead());
        assertEquals(Map.of("site", "n"), reading.getAttributes());
    }

    @Test
    void anArrayHoldsSeveralReadingsAndOneBadOneDoesNotSpoilTheOthers() {
        var mapping = CONTRACT.withFields(List.of("id"), List.of(), false);
        List<FeedEntry> entries = json(mapping)
                .all("[{\"id\":\"a\",\"value\":1},{\"id\":\"b\"},7,{\"id\":\"c\",\"value\":3}]");
        assertEquals("a null 1.0", text(Feeds.reading(entries.get(0))));
        assertEquals(Fault.BYTES, Feeds.refusal(entries.get(1)).fault());
        assertTrue(String.valueOf(Feeds.refusal(entries.get(2)).getMessage()).contains("got 7"));
        assertEquals("c null 3.0", text(Feeds.reading(entries.get(3))));
        assertEquals("the record must hold a reading, got none", json(mapping).refusal("[]").getMessage());
    }

    /// RFC 8428, section 5.1.3 (its example of several data points) and 4.5.3 (relative times).
    @Test
    void aSenMlPackIsResolved() {
        assertEquals(List.of("urn:dev:ow:10e2073a0108006:voltage 2010-06-08T18:01:16.001Z 120.1",
                "urn:dev:ow:10e2073a0108006:current 2010-06-08T18:01:11.001Z 1.2",
                "urn:dev:ow:10e2073a0108006:current 2010-06-08T18:01:12.001Z 1.3"), json(CONTRACT).texts("""
                        [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,
                          "n":"voltage","u":"V","v":120.1},
                         {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3}]"""));
        assertEquals(List.of("s/t 2025-12-31T23:59:50Z 11.5", "s/t 2026-01-01T00:00:00Z 12.0"),
                json(CONTRACT)
                        .texts("""
                                [{"bn":"s/","bv":10},{"n":"t","t":-10,"v":1.5},{"n":"open","vb":true},{"n":"t","v":2}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[{'n':'a','v':'x'}]          | v    | VALUE",
            "[{'bn':7,'v':1}]             | bn   | VALUE",
            "[{'n':'a','v':1,'bver':11}]  | bver | BYTES",
            "[{'n':'a','v':1,'new_':1}]   | new_ | BYTES",
            "[{'bn':'','v':1}]            | n    | KEY",
            "[{'bn':'a','n':'b'}]         | v    | MISSING_FIELD",
            "[{'n':'a','v':1,'t':1e300}]  | t    | TIME"})
    void aBadSenMlRecordNamesItsField(String json, String field, Fault fault) {
        BadRecordException refusal = json(CONTRACT).refusal(json.replace('\'', '"'));
        assertEquals(field, refusal.field());
        assertEquals(fault, refusal.fault());
    }

    @Test
    void aCloudEventIsOpened() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/mill\",\"type\":\"reading\",\"subject\":\"mill/t\","
                + "\"time\":\"2026-01-05T10:00:00Z\",%s}";
        var mapping = CONTRACT.withFields(List.of("cloudevent.subject"), List.of(), false);
        assertEquals("mill/t 2026-01-05T10:00:00Z 1.0",
                text(json(mapping).one(event.formatted("\"data\":{\"value\":1}"))));
        assertEquals("mill/t 2026-01-05T11:00:00Z 1.0", text(
                json(mapping)
                        .one(event.formatted("\"data\":{\"value\":1,\"time\":\"2026-01-05T11:00:00Z\"}"))));
        assertEquals("mill/t 2026-01-05T10:00:00Z 2.5",
                text(json(mapping).one(event.formatted("\"data\":2.5"))));
        assertEquals("mill/t 2026-01-05T10:00:00Z 1.0",
                text(json(mapping).one(event.formatted("\"data_base64\":\"eyJ2YWx1ZSI6MX0=\""))));
        assertEquals(List.of("s 2026-01-01T00:00:00Z 1.0"),
                json(CONTRACT).texts(event.formatted("\"data\":[{\"n\":\"s\",\"v\":1}]")));
        assertEquals("data", json(mapping).refusal(event.formatted("\"x\":1")).field());
        assertEquals("data_base64", json(mapping).refusal(event.formatted("\"data_base64\":\"?\"")).field());
    }

    @Test
    void aCloudEventInBinaryModeHasItsAttributesInHeaders() {
        var mapping = CONTRACT.withFields(List.of("cloudevent.subject"), List.of(), false);
        var headers = Map.of("ce_specversion", "1.0", "ce_subject", "mill/t", "ce_time",
                "2026-01-05T10:00:00Z");
        assertEquals("mill/t 2026-01-05T10:00:00Z 1.0",
                text(json(mapping).withHeaders(headers).one("{\"value\":1}")));
        assertEquals("mill/t 2026-01-05T10:00:00Z 21.5",
                text(Feeds.of(RecordFormat.NUMBER, mapping).withHeaders(headers).one("21.5")));
        assertEquals(Fault.TIME, json(mapping).withHeaders(Map.of("ce_specversion", "1.0", "ce_time", "noon"))
                .refusal("{\"value\":1}").fault());
    }
}
