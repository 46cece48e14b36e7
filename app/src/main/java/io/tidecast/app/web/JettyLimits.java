package io.tidecast.app.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.EnumSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// How Jetty is to behave: few threads, small requests, series ids with slashes in them, and errors of its own as problems.
final class JettyLimits {
    private static final int THREADS = 32;
    private static final int IDLE_THREADS = 2;
    private static final long LARGEST_BODY = 64 << 10;
    private static final int LARGEST_HEADERS = 8 << 10;

    private JettyLimits() {}

    /// @param channel bound already
    static void applyTo(JavalinConfig config, ServerSocketChannel channel, ObjectMapper json) {
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(JettyLimits::restrict);
        config.jetty.addConnector((server, http) -> connector(server, http, channel));
        config.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        Request.Handler errors = (request, response, callback) -> {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
            // The rest of such a request is not read, so the connection ends with it; a client must know.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Content.Sink.write(response, true, text(json, response.getStatus()), callback);
            return true;
        };
        config.jetty.modifyServer(server -> server.setErrorHandler(errors));
        config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(errors));
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
        threads.setName("tidecast-web");
        threads.setDaemon(true);
        return threads;
    }

    private static void restrict(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEADERS);
        // A series id such as boiler-7/temperature is one segment of the path, percent-encoded; it may hold anything.
        http.setUriCompliance(UriCompliance.from(EnumSet.of(
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS)));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http,
            ServerSocketChannel channel) {
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the bound port cannot be used", e);
        }
        return connector;
    }

    private static String text(ObjectMapper json, int status) {
        try {
            return json.writeValueAsString(Problem.of(status));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem must be JSON", e);
        }
    }
}
