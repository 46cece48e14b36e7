package io.tidecast.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/// Posts lines to the write address.
final class InfluxWriter implements AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SHOWN_CHARS = 500;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final InfluxOptions options;
    private final HttpClient http;

    InfluxWriter(InfluxOptions options) {
        this.options = options;
        http = HttpClient.newBuilder().connectTimeout(options.timeout()).build();
    }

    /// The server cannot take lines now.
    static final class BusyException extends RetriableException {
        private final long retryAfterSeconds;

        private BusyException(String message, OptionalLong retryAfterSeconds) {
            super(message);
            this.retryAfterSeconds = retryAfterSeconds.orElse(1);
        }

        /// When it asks to be tried again.
        long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /// Writes lines.
    ///
    /// @throws RetriableException if they may be taken later
    /// @throws ConnectException if they are refused
    void write(List<String> lines) {
        HttpResponse<String> response = post(lines);
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String body = response.body();
        String said = "%s answered %d to %d lines: %s".formatted(address(), status, lines.size(),
                body.substring(0, Math.min(SHOWN_CHARS, body.length())));
        if (status == TOO_MANY_REQUESTS || status / 100 == 5) {
            throw new BusyException(said, retryAfter(response));
        }
        throw new ConnectException(said);
    }

    private HttpResponse<String> post(List<String> lines) {
        try {
            var request = HttpRequest.newBuilder(options.url()).timeout(options.timeout())
                    .header("Content-Type", "text/plain; charset=utf-8").header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofByteArray(gzip(String.join("\n", lines) + "\n")));
            if (!options.token().value().isEmpty()) {
                request.header("Authorization", "Token " + options.token().value());
            }
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BusyException("no answer from %s: %s".formatted(address(), e), OptionalLong.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while writing to " + address(), e);
        }
    }

    /// Without the query, which may hold a password.
    private String address() {
        return options.url().getScheme() + "://" + options.url().getAuthority() + options.url().getPath();
    }

    private static OptionalLong retryAfter(HttpResponse<String> response) {
        return response.headers().firstValue("Retry-After").filter(value -> SECONDS.matcher(value).matches())
                .map(value -> OptionalLong.of(Long.parseLong(value))).orElse(OptionalLong.empty());
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        http.close();
    }
}
