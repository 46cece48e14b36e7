package io.tidecast.app.web;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two instances that share the partitions: either answers for every series, and while the partitions move nobody answers wrongly.
class TwoInstancesTest {
    private static final List<String> KEYS = IntStream.range(0, 12).mapToObj("site/%d"::formatted).toList();
    private static final int READINGS = 60;

    @TempDir
    private Path directory;

    @Test
    void eitherAnswersForEverySeriesBeforeDuringAndAfterARebalance() throws Exception {
        Map<String, String> settings = Map.of("num.standby.replicas", "1", "consumer.session.timeout.ms",
                "6000");
        try (var served = new Served(directory, 4)) {
            ServedPipeline first = served.start(settings);
            served.send(KEYS, 0, READINGS);
            for (String key : KEYS) {
                served.awaitReadings(first, key, READINGS);
            }
            Map<String, JsonNode> states = states(served, first);
            var asking = new Asking(served, first, states);
            try (asking) {
                try (ServedPipeline second = served.start(settings)) {
                    awaitShared(first, second);
                    assertEquals(states, states(served, first));
                    assertEquals(states, states(served, second));
                    assertStandbysKnowTheSame(served, first, second, states);
                }
                Served.await("all partitions are back", () -> first.pipeline().live().tasks().size() == 4
                        && first.pipeline().isRunning());
            }
            assertEquals(List.of(), List.copyOf(asking.wrong));
            assertTrue(asking.right.get() > 0, "somebody must have been answered");
            assertEquals(states, states(served, first));
            first.close();
        }
    }

    private static void awaitShared(ServedPipeline first, ServedPipeline second) throws InterruptedException {
        Served.await("each has two partitions", () -> first.pipeline().live().tasks().size() == 2
                && second.pipeline().live().tasks().size() == 2 && first.pipeline().isRunning()
                && second.pipeline().isRunning());
    }

    /// What an instance says of each series; it must say something of all.
    private static Map<String, JsonNode> states(Served served, ServedPipeline instance) throws Exception {
        var states = new java.util.TreeMap<String, JsonNode>();
        var left = new TreeSet<>(KEYS);
        Served.await("every series is answered", () -> {
            for (String key : List.copyOf(left)) {
                try {
                    HttpResponse<String> answer = served.get(instance,
                            Served.path(key) + "/forecast?horizon=5");
                    if (answer.statusCode() == 200) {
                        states.put(key, Served.JSON.readTree(answer.body()));
                        left.remove(key);
                    } else {
                        assertEquals(503, answer.statusCode(), answer.body());
                        assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return left.isEmpty();
        });
        return states;
    }

    /// A standby read of a series that the instance does not own gives the owner's state, marked as such.
    private static void assertStandbysKnowTheSame(Served served, ServedPipeline first, ServedPipeline second,
            Map<String, JsonNode> states) throws Exception {
        var standby = new ArrayList<String>();
        for (String key : KEYS) {
            ServedPipeline other = first.pipeline().live().find(key).isPresent() ? second : first;
            served.await("the standby of " + key + " has caught up", other,
                    Served.path(key) + "/forecast?horizon=5&standby=true",
                    answer -> answer.path("standby").asBoolean()
                            && answer.path("steps").equals(requireNonNull(states.get(key)).get("steps")));
            standby.add(key);
        }
        assertEquals(KEYS, standby);
    }

    /// Asks all the time, and notes every answer that is neither right nor "not now".
    private static final class Asking implements AutoCloseable {
        final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        final AtomicInteger right = new AtomicInteger();
        private final AtomicBoolean done = new AtomicBoolean();
        private final Thread thread;

        Asking(Served served, ServedPipeline instance, Map<String, JsonNode> states) {
            thread = Thread.ofPlatform().start(() -> {
                for (int i = 0; !done.get(); i++) {
                    String key = KEYS.get(i % KEYS.size());
                    try {
                        var answer = served.get(instance, Served.path(key) + "/forecast?horizon=5");
                        if (answer.statusCode() == 200
                                && Served.JSON.readTree(answer.body()).equals(states.get(key))) {
                            right.incrementAndGet();
                        } else if (answer.statusCode() != 503) {
                            wrong.add(key + ": " + answer.statusCode() + " " + answer.body());
                        }
                    } catch (Exception e) {
                        wrong.add(key + ": " + e);
                    }
                }
            });
        }

        @Override
        public void close() {
            done.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
