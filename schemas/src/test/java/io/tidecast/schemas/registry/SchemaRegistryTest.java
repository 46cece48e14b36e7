package io.tidecast.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The client against a server that gives the answers of the protocol; the app's tests run it against a real registry.
class SchemaRegistryTest {
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{\"id\":7}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add("%s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"), body));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7/";
    }

    private RegistryOptions options() {
        return new RegistryOptions(url(), "me:secret", TlsOptions.PLATFORM);
    }

    private static String message(Class<? extends Throwable> type,
            org.junit.jupiter.api.function.Executable call) {
        return String.valueOf(assertThrows(type, call).getMessage());
    }

    @Test
    void aRecordCarriesTheIdThatTheRegistryGave() throws BadRecordException {
        RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.AVRO_CONFLUENT, options(),
                "plant/a b");
        var reading = new Reading(Instant.EPOCH, 1.5, Map.of(), Map.of(), Map.of());
        byte[] bytes = codec.encode(reading);
        assertEquals(0, bytes[0]);
        assertEquals(7, ByteBuffer.wrap(bytes).getInt(1));
        codec.encode(reading);
        assertEquals(1, requests.size(), "registered once");
        assertTrue(requests.getFirst().startsWith(
                "POST /apis/ccompat/v7/subjects/plant%2Fa%20b-value/versions Basic bWU6c2VjcmV0 {\"schema\":\"{"),
                requests.getFirst());

        answer = new com.fasterxml.jackson.databind.node.ObjectNode(
                com.fasterxml.jackson.databind.node.JsonNodeFactory.instance)
                .put("schema", Reading.getClassSchema().toString()).toString();
        assertEquals(reading, codec.decode(bytes));
        assertEquals(reading, codec.decode(bytes));
        assertEquals(2, requests.size(), "fetched once");
        assertEquals("GET /apis/ccompat/v7/schemas/ids/7 Basic bWU6c2VjcmV0 ", requests.getLast());
    }

    @Test
    void anIncompatibleSchemaIsAClearError() {
        status = 409;
        answer = "{\"error_code\":409,\"message\":\"Incompatible schema\"}";
        String message = message(RegistryException.class,
                () -> options().client().register("forecasts-value", Reading.getClassSchema()));
        assertEquals(
                "the schema registry at %s refuses io.tidecast.v1.Reading under subject forecasts-value: it is incompatible"
                        .formatted(url())
                        + " with the versions that stand there (Incompatible schema); choose another topic, or a compatibility of the"
                        + " subject that allows it",
                message);
    }

    @Test
    void refusedAccessAndNonsenseAreClearErrors() {
        status = 401;
        String refused = message(RegistryException.class,
                () -> options().client().register("s", Reading.getClassSchema()));
        assertTrue(refused.endsWith("refuses access (HTTP 401): check schema.registry.basic.auth.user.info"),
                refused);
        assertFalse(refused.contains("secret"));
        status = 200;
        answer = "<html>";
        String nonsense = message(RegistryException.class, () -> options().client().byId(1));
        assertTrue(nonsense.contains("must answer") && nonsense.contains("got HTTP 200: <html>"), nonsense);
    }

    @Test
    void anUnknownIdIsAFaultOfTheRecordAndADeadRegistryIsNot() {
        RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.AVRO_CONFLUENT, options(), "t");
        status = 404;
        answer = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
        byte[] bytes = {0, 0, 0, 0, 9, 1};
        assertTrue(message(BadRecordException.class, () -> codec.decode(bytes))
                .endsWith("has no schema with id 9"));
        server.stop(0);
        var impatient = new HttpSchemaRegistry(options(), Duration.ZERO);
        assertTrue(message(RegistryException.class, () -> impatient.byId(9)).contains("cannot be reached"));
        assertTrue(message(RegistryException.class, codec::prepare).contains("cannot be reached"));
    }

    @Test
    void secretsAreNotShown() {
        assertFalse(options().toString().contains("secret"));
        assertFalse(new TlsOptions("a", "secret", "b", "secret").toString().contains("secret"));
        assertTrue(message(IllegalArgumentException.class,
                () -> new RegistryOptions(url(), "", new TlsOptions("absent.p12", "secret", "", "")).client())
                .startsWith("schema.registry.ssl.truststore.location=absent.p12 cannot be read"));
    }
}
