package io.tidecast.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.v1.Anomaly;
import io.tidecast.v1.Expert;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Reading;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
    private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

    private static Forecast forecast(boolean resolved) {
        return Forecast.newBuilder()
                .setKey("boiler-7/temperature")
                .setIssuedAt(TEN)
                .setTargetTime(TEN.plusSeconds(600))
                .setHorizon(1)
                .setValue(61.25)
                .setLower(60.5)
                .setUpper(62)
                .setLevel(0.9)
                .setStatus(resolved ? Status.OK : Status.STALE)
                .setActual(resolved ? 61.0 : null)
                .setResolved(resolved ? new Resolved(60.75, 0.25, -0.5, true) : null)
                .setRecent(resolved ? new Recent(0.3, 0.6, 0.5, 0.9) : null)
                .setExperts(resolved
                        ? List.of(new Expert("persistence", 61.0, 0.25), new Expert("rnn", 61.5, 0.75))
                        : List.of())
                .setAnomaly(resolved ? new Anomaly(0.25, false) : null)
                .setIntervals(List.of(new Interval(0.9, 60.5, 62.0), new Interval(0.5, 61.0, 61.5)))
                .setAhead(resolved ? List.of(ahead()) : List.of())
                .setFields(resolved
                        ? List.of(new FieldForecast("temperature", Status.OK, 61.0, null, List.of(ahead())))
                        : List.of())
                .setModel("lstm-h32-k4")
                .setUpdates(1234)
                .setSource(new Source("readings", 3, 99L))
                .build();
    }

    private static HorizonForecast ahead() {
        return new HorizonForecast(2, TEN.plusSeconds(1200), 62.0, List.of(new Interval(0.9, 60.0, 64.0)),
                List.of(new Expert("rnn", null, 1.0)), null, null);
    }

    private static Reading reading(@org.jspecify.annotations.Nullable Instant time,
            @org.jspecify.annotations.Nullable Double value) {
        return new Reading(time, value, Map.of(), Map.of(), Map.of());
    }

    private static Reading vectorReading() {
        var values = new HashMap<String, Double>();
        values.put("temperature", 61.0);
        values.put("humidity", null);
        return new Reading(TEN, null, values, Map.of("holiday", List.of(0.0, 1.0)),
                Map.of("site", "north"));
    }

    private static Reading readJson(String json) throws BadRecordException {
        return RecordCodec.readings(RecordFormat.JSON).decode(json.getBytes(UTF_8));
    }

    private static String refusalOf(String json) {
        return String.valueOf(assertThrows(BadRecordException.class, () -> readJson(json)).getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void recordsComeBackAsTheyWent(RecordFormat format) throws BadRecordException {
        RecordCodec<Forecast> forecasts = RecordCodec.forecasts(format);
        assertEquals(forecast(true), forecasts.decode(forecasts.encode(forecast(true))));
        assertEquals(forecast(false), forecasts.decode(forecasts.encode(forecast(false))));
        RecordCodec<Reading> readings = RecordCodec.readings(format);
        for (Reading reading : new Reading[]{reading(TEN, 1.5), reading(null, -2e-9), reading(TEN, null),
                vectorReading()}) {
            assertEquals(reading, readings.decode(readings.encode(reading)));
        }
    }

    @Test
    void aPersonCanReadAForecast() {
        assertEquals(
                """
                        {"key":"boiler-7/temperature","issuedAt":"2026-01-05T10:00:00Z","targetTime":"2026-01-05T10:10:00Z",\
                        "horizon":1,"value":61.25,"lower":60.5,"upper":62.0,"level":0.9,"status":"OK","actual":61.0,\
                        "resolved":{"value":60.75,"error":0.25,"lastValueError":-0.5,"covered":true},\
                        "recent":{"mae":0.3,"lastValueMae":0.6,"skill":0.5,"coverage":0.9},\
                        "anomaly":{"probability":0.25,"flagged":false},\
                        "experts":[{"name":"persistence","value":61.0,"weight":0.25},{"name":"rnn","value":61.5,"weight":0.75}],\
                        "intervals":[{"level":0.9,"lower":60.5,"upper":62.0},{"level":0.5,"lower":61.0,"upper":61.5}],\
                        "ahead":[{"horizon":2,"targetTime":"2026-01-05T10:20:00Z","value":62.0,\
                        "intervals":[{"level":0.9,"lower":60.0,"upper":64.0}],\
                        "experts":[{"name":"rnn","value":null,"weight":1.0}],"resolved":null,"recent":null}],\
                        "fields":[{"field":"temperature","status":"OK","actual":61.0,"anomaly":null,"horizons":[{"horizon":2,"targetTime":"2026-01-05T10:20:00Z","value":62.0,\
                        "intervals":[{"level":0.9,"lower":60.0,"upper":64.0}],\
                        "experts":[{"name":"rnn","value":null,"weight":1.0}],"resolved":null,"recent":null}]}],\
                        "model":"lstm-h32-k4","updates":1234,\
                        "source":{"topic":"readings","partition":3,"offset":99}}""",
                new String(RecordCodec.forecasts(RecordFormat.JSON).encode(forecast(true)), UTF_8));
    }

    @Test
    void aReadingMayComeInTheFormsThatSensorsSend() throws BadRecordException {
        assertEquals(reading(TEN, 21.5), readJson("{\"time\":\"2026-01-05T10:00:00Z\",\"value\":21.5}"));
        assertEquals(reading(TEN, 21.5),
                readJson("{\"value\":\"21.5\",\"time\":1767607200000,\"unit\":\"C\"}"));
        assertEquals(reading(null, 3.0), readJson(" {\"value\":3} "));
        assertNull(readJson("{\"value\":null}").getValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"val":1}                     | Reading must have value or values, got fields [val]
            {"values":{"a":"x"}}          | Reading.values.a must be a number or null, got "x"
            {"value":1,"ahead":{"a":1}}   | Reading.ahead.a must be an array, got 1
            {"value":true}                | Reading.value must be a number or null, got true
            {"value":"warm"}              | Reading.value must be a number or null, got "warm"
            {"value":[1]}                 | Reading.value must be a number or null, got [1]
            {"value":1,"time":"noon"}     | Reading.time must be epoch milliseconds or an ISO-8601 instant such as 2026-01-05T10:00:00Z, got "noon"
            {"value":1,"time":1.5}        | Reading.time must be epoch milliseconds or an ISO-8601 instant such as 2026-01-05T10:00:00Z, got 1.5
            [1]                           | Reading must be a JSON object, got [1]
            17                            | Reading must be a JSON object, got 17
            {"value":1,"value":2}         | bytes must be one JSON object, got 21 bytes: Duplicate field 'value'
            ``                            | Reading must be a JSON object, got nothing
            """)
    void aBadReadingIsRefusedWithTheRule(String json, String message) {
        assertEquals(message, refusalOf(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":1} x", "{\"value\":1}{}", "{\"value\":NaN}", "{\"value\":", "nope",
            "{'value':1}"})
    void whatIsNotOneJsonObjectIsRefused(String json) {
        assertTrue(refusalOf(json).startsWith("bytes must be one JSON object"), refusalOf(json));
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void randomBytesAreRefusedAndNeverMoreThanThat(RecordFormat format) {
        RecordCodec<Reading> readings = RecordCodec.readings(format);
        byte[] good = readings.encode(reading(TEN, 1.5));
        long seed = 20260105;
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                readings.decode(bytes);
            } catch (BadRecordException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", bytes " + java.util.HexFormat.of().formatHex(bytes), e);
            }
        }
        assertTrue(refused > 10_000, "refused " + refused);
    }

    @Test
    void whatJsonCannotSayIsRefusedWithItsPlace() {
        RecordCodec<Forecast> json = RecordCodec.forecasts(RecordFormat.JSON);
        Forecast infinite = forecast(true);
        infinite.setExperts(List.of(new Expert("rnn", 1.0, Double.POSITIVE_INFINITY)));
        assertEquals("Forecast.experts[].weight must be finite, got Infinity",
                assertThrows(IllegalArgumentException.class, () -> json.encode(infinite)).getMessage());
        Forecast undefined = forecast(true);
        undefined.setResolved(new Resolved(Double.NaN, 0.25, -0.5, true));
        assertEquals("Forecast.resolved.value must be finite, got NaN",
                assertThrows(IllegalArgumentException.class, () -> json.encode(undefined)).getMessage());
    }

    @Test
    void aRecordWithAFieldUnsetIsNotWritten() {
        Forecast unset = new Forecast();
        for (RecordFormat format : List.of(RecordFormat.JSON, RecordFormat.AVRO)) {
            assertThrows(IllegalArgumentException.class, () -> RecordCodec.forecasts(format).encode(unset));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void recordThatCannotBeWrittenLeavesNothingBehind(RecordFormat format) {
        RecordOutput output = RecordCodec.readings(format).output();
        byte[] whole = output.write("a", RecordCodecTest::twoNames);
        assertThrows(IllegalStateException.class, () -> output.write("b", (out, text) -> {
            twoNames(out, text);
            throw new IllegalStateException();
        }));
        assertArrayEquals(whole, output.write("a", RecordCodecTest::twoNames));
    }

    private static void twoNames(RecordOutput out, String text) throws IOException {
        out.text(new FieldName("first"), text);
        out.text(new FieldName("second"), text);
    }
}
