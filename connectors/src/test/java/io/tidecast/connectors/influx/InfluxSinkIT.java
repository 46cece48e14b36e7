package io.tidecast.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidecast.connectors.worker.Cluster;
import io.tidecast.connectors.worker.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The wire format is checked by a server of the JDK.
class InfluxSinkIT {
    private record Request(String method, String query, String token, List<String> lines) {}

    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v2/write", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        assertEquals("gzip", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().getQuery(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    List.of(new String(body.readAllBytes(), UTF_8).split("\n", -1))));
        }
        Integer status = answers.poll();
        byte[] reason = status == null
                ? new byte[0]
                : "{\"message\":\"field type conflict\"}".getBytes(UTF_8);
        exchange.sendResponseHeaders(status == null ? 204 : status, reason.length == 0 ? -1 : reason.length);
        exchange.getResponseBody().write(reason);
        exchange.close();
    }

    @Test
    void postsPackedLinesAndTriesAgainWhereTheServerIsBusy() throws Exception {
        answers.addAll(List.of(503, 429));
        Cluster cluster = Cluster.shared();
        cluster.createTopic("influx-busy");
        cluster.produce("influx-busy", forecasts(3));
        cluster.worker().put("influx-busy", properties("influx-busy", Map.of("influx.batch.lines", "100")));
        Eventually.holds(Duration.ofMinutes(1), () -> requests + ", task " + state("influx-busy"),
                () -> requests.size() >= 3);
        Request last = new ArrayList<>(requests).get(2);
        assertEquals("POST", last.method());
        assertEquals("org=plant&bucket=forecasts&precision=ms", last.query());
        assertEquals("Token secret", last.token());
        assertEquals("actual,key=series-0 value=61.0 1767607200000", last.lines().get(1));
        assertEquals(3 * 2 + 1, last.lines().size());
        assertEquals(1, requests.stream().map(Request::lines).distinct().count(),
                "each try sends the same lines");
        cluster.worker().delete("influx-busy");
    }

    @Test
    void failsWithTheServersReasonWhenItsLinesAreRefused() throws Exception {
        answers.add(400);
        Cluster cluster = Cluster.shared();
        cluster.createTopic("influx-refused");
        cluster.produce("influx-refused", forecasts(1));
        cluster.worker().put("influx-refused", properties("influx-refused", Map.of()));
        Eventually.holds(Duration.ofMinutes(1), () -> state("influx-refused"),
                () -> state("influx-refused").startsWith("FAILED"));
        String state = state("influx-refused");
        assertTrue(state.contains("answered 400 to 2 lines: {\"message\":\"field type conflict\"}"), state);
        cluster.worker().delete("influx-refused");
    }

    private static String state(String name) {
        try {
            return Cluster.shared().worker().taskState(name);
        } catch (Exception e) {
            return e.toString();
        }
    }

    private Map<String, String> properties(String name, Map<String, String> more) {
        var all = new HashMap<>(Map.of("connector.class", InfluxSinkConnector.class.getName(), "topics", name,
                "influx.url", "http://127.0.0.1:%d/api/v2/write?org=plant&bucket=forecasts&precision=ms"
                        .formatted(server.getAddress().getPort()),
                "influx.token", "secret"));
        all.putAll(more);
        return all;
    }

    private static List<Map.Entry<String, byte[]>> forecasts(int count) {
        var records = new ArrayList<Map.Entry<String, byte[]>>();
        for (int i = 0; i < count; i++) {
            String key = "series-" + i;
            records.add(Map.entry(key,
                    SampleForecasts.CODEC.encode(SampleForecasts.next(key).build())));
        }
        return records;
    }
}
