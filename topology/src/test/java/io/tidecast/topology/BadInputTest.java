package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.topology.DeadLetter.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of bad input has one policy: what comes of it, and the counter that says so.
class BadInputTest {
    private static final long T = SampleSeries.START;
    private static final long STEP = SampleSeries.STEP;
    private static final long DAY = 86_400_000;
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT
            .withForecaster(ForecasterOptions.DEFAULT
                    .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4)));
    private static final byte[] KEY = "k".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "garbage                                        | bad-bytes",
            "{\"value\":1                                   | bad-bytes",
            "{\"value\":1}{\"value\":2}                     | bad-bytes",
            "{\"value\":1,\"value\":2}                      | bad-bytes",
            "[1]                                            | bad-bytes",
            "17                                             | bad-bytes",
            "{\"value\":\"warm\"}                           | bad-bytes",
            "{\"value\":{\"v\":1}}                          | bad-bytes",
            "{\"value\":[1,2]}                              | bad-bytes",
            "{\"value\":true}                               | bad-bytes",
            "{\"temperature\":1}                            | bad-bytes",
            "{\"value\":1,\"time\":\"yesterday\"}           | bad-time",
            "{\"value\":1,\"time\":1.5}                     | late",
            "{\"value\":1,\"time\":9e99}                    | bad-time",
            "{\"values\":{\"other\":1}}                     | missing-field",
            "{\"value\":\"NaN\"}                            | bad-value",
            "{\"value\":\"Infinity\"}                       | bad-value",
            "{\"value\":1e400}                              | bad-value",
            "{\"value\":-1e101}                             | bad-value",
            "{\"value\":1,\"time\":\"+99999-01-01T00:00:00Z\"} | bad-time",
            "{\"value\":1,\"time\":999999999999999}         | bad-time",
            "{\"value\":1,\"time\":\"2027-01-01T00:00:00Z\"} | future",
            "{\"value\":1,\"time\":\"2026-01-01T00:00:00Z\"} | duplicate",
            "{\"value\":1,\"time\":\"2025-12-31T23:59:59Z\"} | late"})
    void aBadReadingIsADeadLetterAndTheNextOneIsForecastAsIfItHadNotCome(String value, String reason) {
        try (var spared = new DrivenTopology(OPTIONS, directory.resolve("spared"));
                var troubled = new DrivenTopology(OPTIONS, directory.resolve("troubled"))) {
            assertEquals(spared.send("k", T, 20), troubled.send("k", T, 20));
            assertEquals(List.of("dead-letter " + reason),
                    troubled.send(KEY, value.getBytes(UTF_8), T + STEP));
            assertEquals(1, troubled.count("dead-letters-total", reason));
            assertEquals(1, troubled.count("dead-letters-total", ""));
            assertEquals(spared.send("k", T + STEP, 21), troubled.send("k", T + STEP, 21));
        }
    }

    @Test
    void aBadKeyIsADeadLetter() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            byte[] value = "{\"value\":1}".getBytes(UTF_8);
            assertEquals(List.of("dead-letter null-key"), topology.send(null, value, T));
            assertEquals(List.of("dead-letter null-key"), topology.send(null, null, T));
            assertEquals(List.of("dead-letter bad-key"), topology.send(new byte[0], value, T));
            assertEquals(List.of("dead-letter bad-key"), topology.send(new byte[]{(byte) 0xff}, value, T));
            assertEquals(List.of("dead-letter bad-key"), topology.send(new byte[1_025], value, T));
            assertTrue(topology.send(new byte[1_024], value, T).getFirst().startsWith("forecast"));
        }
    }

    @Test
    void unknownFieldsAreCountedAndTheRestIsUsed() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            List<String> plain = topology.send("a", T, 1);
            List<String> more = topology.send("b".getBytes(UTF_8),
                    "{\"value\":1,\"unit\":\"C\",\"values\":{\"other\":7}}".getBytes(UTF_8), T);
            assertEquals(plain.getFirst().replace("forecast a", "forecast b"), more.getFirst());
            assertEquals(1, topology.count("unknown-fields-total", ""));
        }
    }

    @Test
    void aReadingOfSeveralFieldsNeedsAtLeastOneOfThem() {
        ForecasterOptions model = OPTIONS.forecaster();
        var options = OPTIONS.withForecaster(model.withFields(SeriesFields.of("x", "y")));
        try (var topology = new DrivenTopology(options, directory)) {
            assertEquals(List.of("dead-letter missing-field"), topology.send("k", T, 1));
            assertEquals(List.of("dead-letter missing-field"),
                    topology.send(KEY, "{\"values\":{\"z\":1}}".getBytes(UTF_8), T));
            assertEquals(List.of("dead-letter bad-bytes"),
                    topology.send(KEY, "{\"values\":{\"x\":[1,2]}}".getBytes(UTF_8), T));
        }
    }

    @Test
    void whatHappensToASeriesIsCounted() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            for (int i = 0; i < 20; i++) {
                topology.send("k", T + i * STEP, i);
            }
            topology.send(KEY, "{\"value\":null}".getBytes(UTF_8), T + 20 * STEP);
            topology.send("k", T + 25 * STEP, 25);
            assertEquals(1, topology.count("missing-total", ""));
            assertEquals(1, topology.count("gaps-total", ""));
            assertEquals(4, topology.count("skipped-steps-total", ""));
            assertEquals(0, topology.count("early-truths-total", ""));
        }
    }

    @Test
    void anOversizedRecordIsCutToWhatFitsIntoADeadLetter() {
        var options = OPTIONS.withLimits(InputLimits.DEFAULT.withSizes(1_000, 20_000));
        try (var topology = new DrivenTopology(options, directory)) {
            byte[] large = filled(1_001);
            topology.pipe(new TestRecord<>(KEY, large, new RecordHeaders(), T));
            TestRecord<byte[], byte[]> whole = topology.records().getFirst();
            assertEquals("oversized", header(whole, DeadLetter.REASON));
            assertArrayEquals(large, whole.value());
            assertNull(whole.headers().lastHeader(DeadLetter.CUT));

            byte[] huge = filled(50_000);
            topology.pipe(new TestRecord<>(filled(30_000), huge, new RecordHeaders(), T));
            TestRecord<byte[], byte[]> cut = topology.records().getFirst();
            assertEquals("80000", header(cut, DeadLetter.CUT));
            assertArrayEquals(Arrays.copyOf(huge, cut.value().length), cut.value());
            assertTrue(cut.key().length + cut.value().length < 20_000);
        }
    }

    @Test
    void anOversizedForecastIsADeadLetterAndTheReadingIsLearntFrom() {
        // Headers of a reading go on with its forecast.
        var headers = new RecordHeaders();
        headers.add("theirs", filled(16_200));
        byte[] value = "{\"value\":1}".getBytes(UTF_8);
        var narrow = OPTIONS.withLimits(InputLimits.DEFAULT.withSizes(17_000, 16 << 10));
        try (var topology = new DrivenTopology(narrow, directory)) {
            assertEquals(List.of("dead-letter oversized-forecast"), topology.send(KEY, value, T, headers));
            assertEquals(1, topology.live.find("k").orElseThrow().readings());
        }
    }

    @Test
    void oneReadingFromTheFutureChangesNothingButManyThatAgreeMoveTheClock() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            topology.send("a", T, 1);
            for (int i = 0; i < 100; i++) {
                assertEquals(List.of("dead-letter future"), topology.send("mad", T + 400 * DAY, 1));
                assertTrue(topology.send("a", T + (i + 1) * STEP, 1).getFirst().startsWith("forecast"));
            }
            var answers = new ArrayList<String>();
            for (int i = 0; i < PartitionClock.RUN; i++) {
                answers.addAll(topology.send("a", T + 60 * DAY + i * STEP, 1));
            }
            assertEquals("dead-letter future", answers.get(PartitionClock.RUN - 2));
            assertTrue(answers.getLast().startsWith("forecast"), "the pipeline had been away for two months");
            assertTrue(topology.send("a", T + 80 * DAY, 1).getFirst().startsWith("forecast"));
        }
    }

    @Test
    void aReadingBeyondTheGraceIsADeadLetter() {
        var options = OPTIONS.withLimits(InputLimits.DEFAULT.withTimes(Duration.ZERO, Duration.ofHours(2)));
        try (var topology = new DrivenTopology(options, directory)) {
            topology.send("a", T, 1);
            assertTrue(topology.send("b", T - 7_200_000, 1).getFirst().startsWith("forecast"));
            assertEquals(List.of("dead-letter beyond-grace"), topology.send("c", T - 7_300_000, 1));
            assertTrue(topology.send("a", T + 1000 * DAY, 1).getFirst().startsWith("forecast"),
                    "without a bound of the future");
        }
    }

    @Test
    void everyReasonIsCountedFromTheStart() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            topology.send("a", T, 1);
            topology.send("a", T, 1);
            for (Reason reason : Reason.values()) {
                assertEquals(reason == Reason.DUPLICATE ? 1 : 0,
                        topology.count("dead-letters-total", reason.code()));
            }
            assertEquals(2, topology.count("records-total", ""));
            assertEquals(1, topology.count("forecasts-total", ""));
        }
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private static @Nullable String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
