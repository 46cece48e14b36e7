package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server against its own OpenAPI description: every operation, and ten thousand random requests.
class ContractTest {
    private static final List<String> KEYS = List.of("boiler-7/temperature", "b");
    private static final int REQUESTS = 10_000;
    private static final String TOKEN = "s3cret";

    @TempDir
    private static Path directory;

    private static final Contract CONTRACT = new Contract();
    private static Served served;
    private static ServedPipeline instance;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(directory, 2);
        instance = served.start(Map.of("web.token", TOKEN));
        served.send(KEYS, 0, 60);
        for (String key : KEYS) {
            served.awaitReadings(instance, key, 60);
        }
        Served.await("the board has both", () -> {
            try {
                return get("/keys").body().contains("\"total\":2");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterAll
    static void stop() {
        instance.close();
        served.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return served.get(instance, path, "Authorization", "Bearer " + TOKEN);
    }

    @Test
    void everyOperationAnswersAsItIsDescribed() throws Exception {
        var described = new TreeSet<>(CONTRACT.operations());
        for (String operation : List.copyOf(described)) {
            String[] parts = operation.split(" ", 2);
            if (parts[1].equals("/events")) {
                continue;
            }
            String path = parts[1].replace("/keys/{key}", Served.path(KEYS.getFirst()));
            var answer = parts[0].equals("post")
                    ? served.post(instance, path, "{\"steps\": 3, \"append\": [21.5, null]}", "Authorization",
                            "Bearer " + TOKEN)
                    : get(path);
            assertEquals(200, answer.statusCode(), operation + ": " + answer.body());
            CONTRACT.accepts(parts[0], parts[1], answer, operation);
        }
    }

    @Test
    void nothingButProbesAndThePageItselfIsAnsweredWithoutTheToken() throws Exception {
        for (String path : List.of("/keys", "/keys/b", "/keys/b/forecast", "/metrics", "/events",
                "/nothing")) {
            for (String[] headers : new String[][]{{}, {"Authorization", "Bearer s3cre"},
                    {"Authorization", "Bearer s3cret "}, {"Authorization", "Basic s3cret"}}) {
                var answer = served.get(instance, path, headers);
                // HTTP takes the blank at the end of a header away.
                if (headers.length == 0 || !headers[1].endsWith(" ")) {
                    assertEquals(401, answer.statusCode(), path);
                    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
                }
            }
        }
        for (String path : List.of("/", "/page.js", "/uplot.js", "/openapi.yaml", "/health/live",
                "/health/ready")) {
            assertEquals(200, served.get(instance, path).statusCode(), path);
        }
    }

    @Test
    void tenThousandRandomRequestsAreAnsweredAsDescribed() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            new RandomRequest(i).check();
        }
    }

    /// The request of a seed.
    private static final class RandomRequest {
        private static final List<String> PATHS = List.of("/keys", "/keys/{key}", "/keys/{key}/forecast",
                "/keys/{key}/what-if", "/keys/{key}/history", "/keys/{key}/explain", "/health/live",
                "/health/ready");
        private static final List<String> NAMES = List.of("sort", "contains", "offset", "limit", "horizon",
                "standby", "readings", "field", "nonsense");
        private static final List<String> VALUES = List.of("error", "key", "time", "coverage", "value", "1",
                "7",
                "512",
                "513", "0", "-1", "true", "false", "", "999999999999", "%2F", "%00", "a%20b", "NaN", "1.5");
        private static final List<String> BODIES = List.of("", "{", "null", "[]", "{\"steps\":5}",
                "{\"steps\":512,\"append\":[1,2,3]}", "{\"steps\":-1}", "{\"append\":{}}",
                "{\"steps\":2,\"append\":[1e99,-1e99]}", "{\"replace\":[20]}", "{\"replace\":[null]}",
                "{\"ahead\":{\"x\":[1]}}", "{\"steps\":1e300}", "{\"append\":[\"\\u0000\"]}", "\u0000\u0001");

        private final int seed;
        private final Random random;
        private final String path;

        RandomRequest(int seed) {
            this.seed = seed;
            random = new Random(seed);
            path = one(PATHS);
        }

        void check() throws Exception {
            String method = one(List.of("GET", "GET", "GET", "GET", "POST", "POST", "PUT", "DELETE"));
            String target = path.replace("{key}", key()) + query();
            var request = HttpRequest.newBuilder(Served.uri(instance, target)).method(method,
                    method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(one(BODIES)));
            if (random.nextInt(4) > 0) {
                request.header("Content-Type", "application/json");
            }
            if (random.nextInt(20) > 0) {
                request.header("Authorization", "Bearer " + TOKEN);
            }
            String what = "seed %d: %s %s".formatted(seed, method, target);
            HttpResponse<String> answer;
            try {
                answer = served.send(instance, request);
            } catch (IOException e) {
                throw new AssertionError(what, e);
            }
            if (CONTRACT.operations().contains(method.toLowerCase(java.util.Locale.ROOT) + " " + path)) {
                CONTRACT.accepts(method.toLowerCase(java.util.Locale.ROOT), path, answer, what);
            } else {
                assertTrue(List.of(400, 401, 404, 405).contains(answer.statusCode()),
                        () -> what + ": " + answer.statusCode() + " " + answer.body());
            }
        }

        private String key() {
            return switch (random.nextInt(6)) {
                case 0, 1, 2 -> Served.path(one(KEYS)).substring("/keys/".length());
                case 3 -> "unknown-" + random.nextInt(100);
                case 4 -> "x".repeat(1 + random.nextInt(2_000));
                default -> {
                    var bytes = new StringBuilder();
                    for (int i = 1 + random.nextInt(6); i > 0; i--) {
                        bytes.append("%%%02X".formatted(random.nextInt(256)));
                    }
                    yield bytes.toString();
                }
            };
        }

        private String query() {
            var query = new StringBuilder();
            for (int i = random.nextInt(3); i > 0; i--) {
                query.append(query.isEmpty() ? '?' : '&').append(one(NAMES)).append('=').append(one(VALUES));
            }
            return query.toString();
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }

    @Test
    void theStreamOfEventsTellsOfThePipelineOfChangedSeriesAndOfNewPoints() throws Exception {
        var request = HttpRequest.newBuilder(Served.uri(instance, "/events?key=b")).headers("Accept",
                "text/event-stream", "Authorization", "Bearer " + TOKEN);
        try (Stream<String> lines = served.stream(request)) {
            Iterator<String> stream = lines.iterator();
            JsonNode status = next(stream, "status");
            assertEquals("RUNNING", status.get("state").asText());
            assertEquals(2, status.at("/instances/0/partitions").size());
            served.send(List.of("b"), 60, 61);
            JsonNode points = next(stream, "points");
            assertEquals("b", points.get("key").asText());
            assertEquals(Served.time(60).toString(), points.at("/points/0/time").asText());
            assertEquals(Served.time(61).toString(), points.at("/ahead/0/time").asText());
        }
    }

    /// The data of the next event of a name.
    static JsonNode next(Iterator<String> lines, String name) throws Exception {
        while (!lines.next().equals("event: " + name)) {
            // Another one.
        }
        return Served.JSON.readTree(lines.next().substring("data: ".length()));
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        String path = Served.path("b");
        CONTRACT.accepts("post", "/keys/{key}/what-if",
                served.post(instance, path + "/what-if", "[" + "1,".repeat(40_000) + "1]", "Authorization",
                        "Bearer " + TOKEN),
                "a large body");
        var answer = get(path + "?contains=" + "x".repeat(9_000));
        assertTrue(List.of(414, 431).contains(answer.statusCode()), answer.toString());
        assertEquals(answer.statusCode(), Served.JSON.readTree(answer.body()).get("status").asInt());
    }
}
