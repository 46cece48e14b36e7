package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.metrics.Metrics;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The queries of one instance, on a real broker.
class WebServerTest {
    private static final List<String> KEYS = List.of("boiler-7/temperature", "a b", "50%", "ü/ñ+1", "x;y?z#w",
            "..");
    private static final int READINGS = 90;

    @TempDir
    private static Path directory;

    private static Served served;
    private static ServedPipeline instance;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(directory, 2);
        instance = served.start(Map.of());
        // Somebody has deleted a forecast: the board goes on.
        served.delete("forecasts", "gone");
        served.send(KEYS, 0, READINGS);
        served.sendGarbage("boiler-7/temperature", 3);
        for (String key : KEYS) {
            served.awaitReadings(instance, key, READINGS);
        }
        awaitBoard(KEYS.size());
    }

    /// The board reads committed forecasts, a moment after the pipeline has made them.
    private static void awaitBoard(int keys) throws Exception {
        served.await("the board has all", instance, "/keys", answer -> {
            JsonNode rows = answer.path("keys");
            return rows.size() == keys && rows.findValuesAsText("time").stream()
                    .allMatch(Served.time(READINGS - 1).toString()::equals);
        });
    }

    @AfterAll
    static void stop() {
        instance.close();
        served.close();
    }

    @Test
    void everyIdIsFoundHoweverItIsSpelled() throws Exception {
        for (String key : KEYS) {
            JsonNode state = served.json(instance, Served.path(key));
            assertEquals(key, state.get("key").asText());
            assertEquals(READINGS, state.get("readings").asInt());
            assertEquals(key, served.json(instance, Served.path(key) + "/history").get("key").asText());
        }
    }

    @Test
    void theListIsSortedByErrorAndAgreesWithEachSeries() throws Exception {
        JsonNode list = served.json(instance, "/keys?sort=error");
        assertEquals(KEYS.size(), list.get("total").asInt());
        double before = Double.POSITIVE_INFINITY;
        for (JsonNode row : list.get("keys")) {
            assertTrue(row.get("error").asDouble() <= before, list.toString());
            before = row.get("error").asDouble();
            JsonNode field = served.json(instance, Served.path(row.get("key").asText())).at("/fields/0");
            assertEquals(field.get("next").asDouble(), row.get("next").asDouble());
            assertEquals(field.get("lower").asDouble(), row.get("lower").asDouble());
            assertEquals(field.get("mae").asDouble(), row.get("mae").asDouble());
        }
        assertEquals(1, served.json(instance, "/keys?contains=boiler").get("keys").size());
        assertEquals(2, served.json(instance, "/keys?limit=2&offset=1&sort=key").get("keys").size());
    }

    @Test
    void aForecastIsAsPublishedUpToTheHorizonsAndGoesOnFromThere() throws Exception {
        String path = Served.path("boiler-7/temperature");
        JsonNode published = served.json(instance, path + "/history").get("ahead");
        JsonNode steps = served.json(instance, path + "/forecast?horizon=8").get("steps");
        assertEquals(8, steps.size());
        for (int h = 0; h < 3; h++) {
            assertTrue(steps.get(h).get("issued").asBoolean());
            assertEquals(published.get(h).get("value"), steps.get(h).at("/fields/value/value"));
            assertEquals(published.get(h).get("upper"), steps.get(h).at("/fields/value/upper"));
        }
        assertFalse(steps.get(3).get("issued").asBoolean());
        assertTrue(steps.get(3).at("/fields/value/lower").isNull());
        assertEquals(Served.time(READINGS + 7).toString(), steps.get(7).get("time").asText());
        assertEquals(READINGS, served.json(instance, path).get("readings").asInt(), "asking changes nothing");
    }

    @Test
    void whatIfNothingElseIsTheForecastAndAnotherReadingChangesIt() throws Exception {
        String path = Served.path("a b") + "/what-if";
        JsonNode forecast = served.json(instance, Served.path("a b") + "/forecast?horizon=1").get("steps");
        JsonNode same = steps(served.post(instance, path, "{\"steps\": 2}"));
        JsonNode other = steps(served.post(instance, path, "{\"steps\": 2, \"append\": [40]}"));
        assertEquals(forecast.at("/0/fields/value/value"), same.at("/0/fields/value/value"));
        assertEquals(same.at("/0/fields/value/value"), other.at("/0/fields/value/value"));
        assertTrue(other.at("/1/fields/value/value").asDouble() > same.at("/1/fields/value/value").asDouble()
                + 5, other.toString());
    }

    @Test
    void anExplanationHasTheExpertsAndTheInputsOfTheLastReadings() throws Exception {
        JsonNode field = served.json(instance, Served.path("a b") + "/explain?readings=3").at("/fields/0");
        double weights = 0;
        double combined = 0;
        for (JsonNode expert : field.get("experts")) {
            weights += expert.get("weight").asDouble();
            combined += expert.get("weight").asDouble() * expert.get("value").asDouble();
        }
        assertEquals(1, weights, 1e-9);
        assertEquals(field.get("next").asDouble(), combined, 1e-6);
        assertEquals(3, field.get("contributions").size());
        assertEquals(field.get("inputs").size(), field.at("/contributions/0").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys/nobody", "/keys/nobody/forecast", "/keys/nobody/history",
            "/keys/nobody/explain", "/nothing"})
    void whatIsNotThereIsAProblem(String path) throws Exception {
        HttpResponse<String> answer = served.get(instance, path);
        assertProblem(404, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys?sort=size", "/keys?limit=0", "/keys?limit=1001", "/keys?limit=x",
            "/keys?nr=1",
            "/keys/a%20b/forecast?horizon=513", "/keys/a%20b/history?limit=-1", "/keys/a%20b?standby=perhaps",
            "/keys?offset=-1"})
    void whatIsWrongIsAProblemThatSaysWhatIsExpected(String path) throws Exception {
        assertProblem(400, served.get(instance, path));
    }

    @Test
    void aStreamOfEventsIsAskedForAsSuch() throws Exception {
        assertProblem(406, served.get(instance, "/events"));
        assertProblem(400, served.get(instance, "/events?to=1", "Accept", "text/event-stream"));
    }

    @Test
    void oneStreamOfEventsTooManyIsAProblem() throws Exception {
        var pages = new ArrayList<Stream<String>>();
        try {
            for (int i = 0; i < EventHub.MOST_LISTENERS; i++) {
                pages.add(served.stream(HttpRequest.newBuilder(Served.uri(instance, "/events"))
                        .header("Accept", "text/event-stream")));
            }
            HttpResponse<String> answer = served.get(instance, "/events", "Accept", "text/event-stream");
            assertProblem(429, answer);
            assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
        } finally {
            pages.forEach(Stream::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"steps\": 0}", "{\"steps\": 1, \"append\": [1, 2]}",
            "{\"append\": [1e101]}",
            "{\"append\": [\"x\"]}", "{\"inputs\": {\"valve\": [1]}}",
            "{\"steps\": 1, \"replace\": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}",
            "{\"later\": 1}"})
    void aScenarioThatIsNoneIsAProblem(String body) throws Exception {
        assertProblem(400, served.post(instance, Served.path("a b") + "/what-if", body));
    }

    @Test
    void healthSaysWhetherItIsAliveAndReady() throws Exception {
        assertEquals("RUNNING", served.json(instance, "/health/live").get("state").asText());
        assertEquals("RUNNING", served.json(instance, "/health/ready").get("state").asText());
    }

    @Test
    void aServerOnTheLoopbackIsNotAskedByAnotherName() throws Exception {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(),
                Served.uri(instance, "/").getPort())) {
            socket.getOutputStream()
                    .write("GET /keys HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
        }
    }

    @Test
    void aPortThatIsTakenGivesWayWhereItIsTheDefaultAndIsAnErrorWhereItIsAskedFor() {
        int taken = Served.uri(instance, "/").getPort();
        try (var metrics = new Metrics();
                var other = WebServer.bind(new WebOptions("127.0.0.1", taken, true, "", 1 << 20), metrics)) {
            assertNotEquals(taken, other.port());
            var e = assertThrows(CommandFailure.class,
                    () -> WebServer.bind(new WebOptions("127.0.0.1", taken, false, "", 1 << 20), metrics));
            assertEquals(ExitCode.ENVIRONMENT, e.exitCode());
            assertTrue(String.valueOf(e.getMessage()).startsWith("web.port=" + taken), e.getMessage());
        }
    }

    private static JsonNode steps(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer.body());
        return Served.JSON.readTree(answer.body()).get("steps");
    }

    private static void assertProblem(int status, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("")
                .startsWith("application/problem+json"));
        assertEquals(status, Served.JSON.readTree(answer.body()).get("status").asInt());
        assertFalse(answer.body().contains("Exception"), answer.body());
    }
}
