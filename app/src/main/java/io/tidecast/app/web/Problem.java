package io.tidecast.app.web;

import org.jspecify.annotations.Nullable;

/// A request that cannot be answered, as RFC 9457 puts it: never a stack trace, always what to do about it.
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final String CONTENT_TYPE = "application/problem+json";

    private final int status;
    private final String title;
    private final int retryAfterSeconds;

    /// What a client reads.
    ///
    /// @param status HTTP status
    /// @param title  the same for all problems of a kind
    /// @param detail of this one
    record Body(int status, String title, @Nullable String detail) {}

    private Problem(int status, String title, String detail, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "bad request", detail, 0);
    }

    static Problem unauthorized() {
        return new Problem(401, "unauthorized", "the header Authorization must be: Bearer, and web.token", 0);
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", detail, 0);
    }

    static Problem noSuchSeries(String key) {
        return new Problem(404, "no such series", "no reading of '%s' has been taken".formatted(key), 0);
    }

    static Problem notAcceptable(String detail) {
        return new Problem(406, "not acceptable", detail, 0);
    }

    static Problem unsupported(String detail) {
        return new Problem(415, "unsupported media type", detail, 0);
    }

    static Problem tooMany(String detail) {
        return new Problem(429, "too many requests", detail, 1);
    }

    /// For as long as partitions move or their state is restored: no answer, rather than a wrong one.
    static Problem notNow(String detail) {
        return new Problem(503, "not ready", detail, 1);
    }

    /// Of what the server itself says, by status.
    static Body of(int status) {
        return new Body(status, switch (status) {
            case 400 -> "bad request";
            case 404 -> "not found";
            case 405 -> "method not allowed";
            case 413 -> "too large";
            case 414 -> "address too long";
            case 415 -> "unsupported media type";
            case 431 -> "headers too large";
            default -> status < 500 ? "bad request" : "internal error";
        }, null);
    }

    int status() {
        return status;
    }

    /// 0: there is no use in trying again.
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    Body body() {
        return new Body(status, title, getMessage());
    }
}
