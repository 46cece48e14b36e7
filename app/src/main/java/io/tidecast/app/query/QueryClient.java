package io.tidecast.app.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks an instance. Any instance answers for any series.
public final class QueryClient implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI instance;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    /// @param instance its address, such as http://127.0.0.1:9464
    /// @param token    bearer token; empty: none
    public QueryClient(URI instance, String token) {
        if (instance.getHost() == null
                || !("http".equals(instance.getScheme()) || "https".equals(instance.getScheme()))) {
            throw new CommandFailure(ExitCode.USAGE,
                    "the address of an instance must be such as http://127.0.0.1:9464, got " + instance);
        }
        this.instance = instance;
        this.token = token;
    }

    /// The path of the queries about a series.
    public static String pathOf(String key) {
        return "/keys/" + URLEncoder.encode(key, UTF_8).replace("+", "%20");
    }

    /// What it answers.
    ///
    /// @throws CommandFailure if it cannot be reached, or does not answer the question
    public JsonNode get(String path) {
        HttpResponse<String> answer = send(path);
        JsonNode json = parse(answer);
        if (answer.statusCode() == 200) {
            return json;
        }
        throw switch (answer.statusCode()) {
            case 401 -> new CommandFailure(ExitCode.USAGE,
                    "%s wants a token: --set web.token=... or TIDECAST_WEB_TOKEN".formatted(instance));
            case 429, 503 ->
                new CommandFailure(ExitCode.ENVIRONMENT,
                        "%s cannot say now: %s; try again".formatted(instance, detail(json)));
            default -> new CommandFailure(ExitCode.FAILED, "%s says: %s".formatted(instance, detail(json)));
        };
    }

    private HttpResponse<String> send(String path) {
        String base = instance.toString();
        var request = HttpRequest
                .newBuilder(URI.create(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
                .timeout(ANSWER_LIMIT);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "no instance answers at %s; is 'tidecast run' running, and is --url right?"
                            .formatted(instance),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted while waiting for " + instance, e);
        }
    }

    private JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "what answers at %s is no Tidecast: status %d and no JSON".formatted(instance,
                            answer.statusCode()),
                    e);
        }
    }

    private static String detail(JsonNode problem) {
        return problem.path("detail").asText(problem.path("title").asText("no reason"));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
