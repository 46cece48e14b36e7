package io.tidecast.app.web;

import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.metrics.Metrics;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A pipeline with its metrics and, where it is wanted, the web server that shows both.
public final class ServedPipeline implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Pipeline pipeline;
    private final @Nullable Metrics metrics;
    private final @Nullable WebServer web;

    private ServedPipeline(Pipeline pipeline, @Nullable Metrics metrics, @Nullable WebServer web) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.web = web;
    }

    /// Starts all of it.
    ///
    /// @param web      empty: without web server and metrics
    /// @param streams  properties of Kafka Streams
    /// @param consumer properties of Kafka's consumer, to read the newest forecasts with
    public static ServedPipeline start(ForecastOptions options, Optional<WebOptions> web,
            Map<String, Object> streams, Map<String, Object> consumer) {
        if (web.isEmpty()) {
            return new ServedPipeline(Pipeline.start(options, streams), null, null);
        }
        var metrics = new Metrics();
        WebServer server = null;
        try {
            server = WebServer.bind(web.get(), metrics);
            Map<String, Object> named = server.addTo(streams);
            Pipeline pipeline = Pipeline.start(options, named, metrics.observer());
            metrics.watch(pipeline);
            server.serve(pipeline, options, named, consumer);
            return new ServedPipeline(pipeline, metrics, server);
        } catch (RuntimeException e) {
            if (server != null) {
                server.close();
            }
            metrics.close();
            throw e;
        }
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /// Where the page is; empty: there is none.
    public Optional<String> address() {
        return Optional.ofNullable(web).map(WebServer::address);
    }

    /// Checks that all of it is up.
    ///
    /// @throws io.tidecast.app.exit.CommandFailure if it has given up
    public void requireHealthy() {
        pipeline.requireHealthy();
        if (web != null) {
            web.requireHealthy();
        }
    }

    /// Stops within about the limit; commits what is done.
    public void close(Duration atMost) {
        if (web != null) {
            web.close();
        }
        pipeline.close(atMost);
        if (metrics != null) {
            metrics.close();
        }
    }

    /// Within the ten seconds after which containers are killed.
    @Override
    public void close() {
        close(STOP_LIMIT);
    }
}
