package io.tidecast.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/// The Confluent schema registry protocol, as far as it is needed: register a schema, fetch one by id.
///
/// | call | answer |
/// |---|---|
/// | `POST /subjects/{subject}/versions` | `{"id": n}`; 409 incompatible with earlier versions; 422 not valid |
/// | `GET /schemas/ids/{id}` | `{"schema": "..."}`; 404 unknown |
///
/// Errors come as `{"error_code": n, "message": "..."}`.
final class HttpSchemaRegistry implements SchemaRegistry {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    /// How long a fetch is tried again while records wait for it.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private final RegistryOptions options;
    private final HttpClient http;
    private final Duration patience;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

    HttpSchemaRegistry(RegistryOptions options) {
        this(options, PATIENCE);
    }

    /// @param patience  how long a fetch is tried again
    HttpSchemaRegistry(RegistryOptions options, Duration patience) {
        this.options = options;
        this.patience = patience;
        uri("/subjects");
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_LIMIT)
                .sslContext(options.tls().context()).build();
    }

    @Override
    public int register(String subject, Schema schema) {
        String path = "/subjects/%s/versions"
                .formatted(URLEncoder.encode(subject, UTF_8).replace("+", "%20"));
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpResponse<String> answer = send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
        if (answer.statusCode() == 409) {
            throw new RegistryException(
                    ("the schema registry at %s refuses %s under subject %s: it is incompatible with the versions that stand"
                            + " there (%s); choose another topic, or a compatibility of the subject that allows it")
                            .formatted(options.url(), schema.getFullName(), subject, message(answer)));
        }
        return content(answer, "id").intValue();
    }

    @Override
    public Schema byId(int id) throws UnknownSchemaException {
        Schema known = byId.get(id);
        if (known != null) {
            return known;
        }
        HttpResponse<String> answer = fetch("/schemas/ids/" + Integer.toUnsignedString(id));
        if (answer.statusCode() == 404) {
            throw new UnknownSchemaException("the schema registry at %s has no schema with id %s"
                    .formatted(options.url(), Integer.toUnsignedString(id)));
        }
        try {
            Schema schema = new Schema.Parser().parse(content(answer, "schema").textValue());
            byId.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new UnknownSchemaException(
                    "the schema registry at %s has under id %d what is no Avro schema: %s"
                            .formatted(options.url(), id, e.getMessage()));
        }
    }

    private JsonNode content(HttpResponse<String> answer, String field) {
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new RegistryException(
                    "the schema registry at %s refuses access (HTTP %d): check schema.registry.basic.auth.user.info"
                            .formatted(options.url(), answer.statusCode()));
        }
        try {
            JsonNode content = answer.statusCode() == 200 ? JSON.readTree(answer.body()).get(field) : null;
            if (content != null) {
                return content;
            }
        } catch (JsonProcessingException e) {
            // Said below, with what came.
        }
        throw new RegistryException(
                "the schema registry at %s must answer %s with a JSON object that has %s, got HTTP %d: %s"
                        .formatted(options.url(), answer.request().uri().getPath(), field,
                                answer.statusCode(),
                                message(answer)));
    }

    private static String message(HttpResponse<String> answer) {
        String body = answer.body();
        try {
            JsonNode message = JSON.readTree(body).get("message");
            body = message == null ? body : message.asText();
        } catch (JsonProcessingException e) {
            // Then the body itself is the message.
        }
        return body.length() > 300 ? body.substring(0, 300) + "..." : body;
    }

    private HttpResponse<String> fetch(String path) {
        long start = System.nanoTime();
        while (true) {
            try {
                HttpResponse<String> answer = send(request(path).build());
                if (answer.statusCode() < 500 || isOver(start)) {
                    return answer;
                }
            } catch (RegistryException e) {
                if (isOver(start) || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isOver(long start) {
        return System.nanoTime() - start >= patience.toNanos();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryException(
                    "the schema registry at %s cannot be reached: %s".formatted(options.url(),
                            e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while asking the schema registry at " + options.url(),
                    e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_LIMIT)
                .header("Content-Type", MEDIA_TYPE).header("Accept", MEDIA_TYPE + ", application/json");
        return options.userInfo().isEmpty()
                ? request
                : request.header("Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(options.userInfo().getBytes(UTF_8)));
    }

    private URI uri(String path) {
        String base = options.url();
        if (!base.matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException(
                    "schema.registry.url must be http://... or https://..., got " + base);
        }
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
