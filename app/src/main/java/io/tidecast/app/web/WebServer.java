package io.tidecast.app.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.metrics.Metrics;
import io.tidecast.topology.ForecastOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers queries, health probes and scrapes, and serves the page. The port is bound at once, so that it is known to the others and a
/// busy one is an error at the start; the server behind it comes up beside the pipeline, which it does not hold up.
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final WebOptions options;
    private final Metrics metrics;
    private final ServerSocketChannel channel;
    private final String host;
    private final ObjectMapper json = new ObjectMapper();
    private final EventHub hub = new EventHub();
    private final KeyRoutes keys = new KeyRoutes(json);
    private final EventRoute events = new EventRoute(hub, json);
    private final CompletableFuture<Javalin> server;
    private volatile @Nullable Pipeline pipeline;
    private KeyRoutes.@Nullable Sources sources;

    private WebServer(WebOptions options, Metrics metrics, ServerSocketChannel channel, String host) {
        this.options = options;
        this.metrics = metrics;
        this.channel = channel;
        this.host = host;
        var starter = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("tidecast-web-start").daemon().factory());
        server = CompletableFuture.supplyAsync(this::start, starter);
        starter.shutdown();
    }

    /// Binds the port and begins to start.
    ///
    /// @throws CommandFailure if the port is taken
    public static WebServer bind(WebOptions options, Metrics metrics) {
        ServerSocketChannel channel = open(options, options.port());
        if (!options.isLoopback() && options.token().isEmpty()) {
            LOG.warn("web: {}:{} answers everybody who reaches it; set web.token, or web.host=127.0.0.1",
                    options.host(), options.port());
        }
        return new WebServer(options, metrics, channel, advertised(options));
    }

    private static ServerSocketChannel open(WebOptions options, int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            return channel.bind(new InetSocketAddress(options.host(), port));
        } catch (IOException | IllegalArgumentException e) {
            close(channel);
            if (options.orAnyPort() && port != 0) {
                ServerSocketChannel other = open(options, 0);
                LOG.info("web: port {} is taken, another one does", port);
                return other;
            }
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "web.port=%d of web.host=%s cannot be used: %s; choose another one, 0 for a free one, -1 for none"
                            .formatted(port, options.host(), e.getMessage()),
                    e);
        }
    }

    private static void close(@Nullable ServerSocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("web: {}", e.toString());
        }
    }

    /// The name by which other instances reach this one.
    private static String advertised(WebOptions options) {
        boolean any = options.host().equals("0.0.0.0") || options.host().equals("::");
        try {
            return any ? InetAddress.getLocalHost().getHostName() : options.host();
        } catch (UnknownHostException e) {
            return options.host();
        }
    }

    public int port() {
        return channel.socket().getLocalPort();
    }

    /// Where a browser on this machine finds the page.
    public String address() {
        return "http://%s/".formatted(endpoint());
    }

    private String endpoint() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /// For Kafka Streams: who this instance is to the others, unless that is said already.
    public Map<String, Object> addTo(Map<String, Object> streamsProperties) {
        streamsProperties.putIfAbsent(StreamsConfig.APPLICATION_SERVER_CONFIG, endpoint());
        return streamsProperties;
    }

    /// From now on answers for a pipeline.
    ///
    /// @param streams  its properties, as [#addTo] left them
    /// @param consumer properties of Kafka's consumer, to read the newest forecasts with
    public void serve(Pipeline running, ForecastOptions forecast, Map<String, Object> streams,
            Map<String, Object> consumer) {
        String self = String.valueOf(streams.get(StreamsConfig.APPLICATION_SERVER_CONFIG));
        var board = new Board(options.historyBytes(), forecast.forecaster().fields().targets());
        var from = new KeyRoutes.Sources(running, forecast,
                new Instances(running, forecast, HostInfo.buildFromEndpoint(self)), board,
                new BoardTail(forecast, consumer, board, hub));
        sources = from;
        pipeline = running;
        keys.ask(from);
        events.tell(from, self);
        LOG.info("web: page, queries and metrics at {}", address());
    }

    /// Checks that it is up or still on its way.
    ///
    /// @throws CommandFailure if the server did not come up
    public void requireHealthy() {
        if (server.isCompletedExceptionally()) {
            throw new CommandFailure(ExitCode.FAILED, "the web server did not start", server.exceptionNow());
        }
    }

    private Javalin start() {
        return Javalin.create(this::configure).start();
    }

    private void configure(JavalinConfig config) {
        var page = new Page();
        var guard = new Guard(options, page.paths());
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jsonMapper(new JavalinJackson(json, false));
        JettyLimits.applyTo(config, channel, json);
        config.routes.before(guard::check);
        page.addTo(config.routes);
        keys.addTo(config.routes);
        config.routes.before("/events", events::check);
        config.routes.sse("/events", events::serve);
        config.routes.get("/health/live", request -> health(request, "RUNNING", "REBALANCING", "CREATED"));
        config.routes.get("/health/ready", request -> health(request, "RUNNING"));
        config.routes.get("/metrics",
                request -> request.contentType(METRICS_TYPE).result(metrics.scrape()));
        config.routes.exception(Problem.class, this::answer);
        config.routes.exception(HttpResponseException.class,
                (e, request) -> answer(request, Problem.of(e.getStatus())));
        config.routes.exception(Exception.class, (e, request) -> {
            LOG.error("web: {} {} failed", request.req().getMethod(), request.path(), e);
            answer(request, Problem.of(500));
        });
    }

    private void health(Context request, String... good) {
        Pipeline running = pipeline;
        String state = running == null ? "CREATED" : running.state();
        boolean healthy = Set.of(good).contains(state);
        request.status(healthy ? 200 : 503).header("Cache-Control", "no-store").json(Map.of("state", state));
        if (!healthy) {
            request.header("Retry-After", "1");
        }
    }

    private void answer(Problem problem, Context request) {
        if (problem.retryAfterSeconds() > 0) {
            request.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        answer(request, problem.body());
    }

    private static void answer(Context request, Problem.Body body) {
        request.status(body.status()).json(body).contentType(Problem.CONTENT_TYPE);
    }

    @Override
    public void close() {
        events.close();
        if (sources != null) {
            sources.tail().close();
            sources.instances().close();
        }
        try {
            server.join().stop();
        } catch (CompletionException e) {
            LOG.debug("web: {}", e.toString());
        }
        close(channel);
    }
}
