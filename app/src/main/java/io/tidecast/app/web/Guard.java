package io.tidecast.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every request must pass: a page of another site cannot reach a server on the loopback by a name of its own, and with a token set
/// nobody asks anything without it.
final class Guard {
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    /// Probes have no token, and the page itself holds nothing secret: it asks for the token that its queries need.
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");
    private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer", "Cross-Origin-Resource-Policy", "same-origin");

    private final WebOptions options;
    private final byte[] token;
    private final Set<String> pages;

    /// @param pages paths of what everybody may see
    Guard(WebOptions options, Set<String> pages) {
        this.options = options;
        this.pages = pages;
        token = options.token().getBytes(UTF_8);
    }

    /// @throws Problem if the request must not go on
    void check(Context request) {
        HEADERS.forEach(request::header);
        if (options.isLoopback() && !LOOPBACK.contains(host(request.header("Host")))) {
            throw Problem.forbidden("the server is asked as 127.0.0.1 or localhost");
        }
        if (token.length > 0 && !OPEN.contains(request.path()) && !pages.contains(request.path())
                && !bringsToken(request.header("Authorization"))) {
            request.header("WWW-Authenticate", "Bearer");
            throw Problem.unauthorized();
        }
    }

    /// Takes the same time whatever is wrong with it.
    private boolean bringsToken(@Nullable String authorization) {
        String given = authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : "";
        return MessageDigest.isEqual(token, given.getBytes(UTF_8));
    }

    private static String host(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int port = header.lastIndexOf(':');
        return port > header.lastIndexOf(']') ? header.substring(0, port) : header;
    }
}
