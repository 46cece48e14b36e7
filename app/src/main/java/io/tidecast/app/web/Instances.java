package io.tidecast.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.SeriesCopy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// Which instance has a series, and how to ask it. An instance says that a series does not exist only if the task of the series'
/// partition runs there; as long as that task is on its way, the answer is 503 and not a wrong one.
final class Instances implements AutoCloseable {
    /// Marks a request that another instance has passed on: it is answered here or not at all.
    static final String FORWARDED = "Tidecast-Forwarded";
    /// The only sub-topology of the pipeline.
    private static final String TASK = "0_";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Pipeline pipeline;
    private final ForecastOptions options;
    private final HostInfo self;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    /// @param self what this instance calls itself among the others (application.server)
    Instances(Pipeline pipeline, ForecastOptions options, HostInfo self) {
        this.pipeline = pipeline;
        this.options = options;
        this.self = self;
    }

    /// Answers for a series that is not live here: passes the owner's answer on.
    ///
    /// @throws Problem if there is no such series, or if nobody can say at the moment
    void askOwner(Context request, String key) {
        KeyQueryMetadata where = where(key);
        if (pipeline.live().isUnknown(key, TASK + where.partition())) {
            throw Problem.noSuchSeries(key);
        }
        HostInfo owner = where.activeHost();
        if (request.header(FORWARDED) != null || owner.equals(self)
                || owner.equals(HostInfo.unavailable())) {
            throw Problem.notNow("partition %d is moving to another instance or being restored"
                    .formatted(where.partition()));
        }
        forward(request, owner);
    }

    /// What a standby on this instance knows of a series.
    Optional<SeriesCopy> standby(String key) {
        KeyQueryMetadata where = where(key);
        if (!where.standbyHosts().contains(self)) {
            return Optional.empty();
        }
        try {
            return SeriesCopy.stored(key, TASK + where.partition(), options,
                    store(ForecastTopology.SNAPSHOTS_STORE, where.partition()),
                    store(ForecastTopology.JOURNAL_STORE, where.partition()),
                    options.sharesWeights() ? store(ForecastTopology.SHARED_STORE, where.partition()) : null);
        } catch (InvalidStateStoreException e) {
            return Optional.empty();
        }
    }

    /// Passes on the answer of an instance that has a standby of the series.
    void askStandby(Context request, String key) {
        for (HostInfo host : where(key).standbyHosts()) {
            if (!host.equals(self)) {
                forward(request, host);
                return;
            }
        }
        throw Problem.notNow("no instance has a standby of the series");
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition) {
        return pipeline.streams().store(StoreQueryParameters
                .fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore()).enableStaleStores()
                .withPartition(partition));
    }

    private KeyQueryMetadata where(String key) {
        KeyQueryMetadata where;
        try {
            where = pipeline.streams().queryMetadataForKey(ForecastTopology.SNAPSHOTS_STORE,
                    key.getBytes(UTF_8), new ByteArraySerializer());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw Problem.notNow("the pipeline is " + pipeline.state());
        }
        if (where == null || where.equals(KeyQueryMetadata.NOT_AVAILABLE)
                || pipeline.streams().state() == KafkaStreams.State.CREATED) {
            throw Problem.notNow("it is not known yet who has which partition");
        }
        return where;
    }

    private void forward(Context request, HostInfo to) {
        String query = request.req().getQueryString();
        var address = URI.create("http://%s:%d%s%s".formatted(
                to.host().contains(":") ? "[" + to.host() + "]" : to.host(), to.port(),
                request.req().getRequestURI(), query == null ? "" : "?" + query));
        var forwarded = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).header(FORWARDED, self.host());
        byte[] body = request.bodyAsBytes();
        forwarded.method(request.req().getMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (String header : new String[]{"Authorization", "Content-Type"}) {
            String value = request.header(header);
            if (value != null) {
                forwarded.header(header, value);
            }
        }
        try {
            HttpResponse<byte[]> answer = client.send(forwarded.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() == HttpStatus.SERVICE_UNAVAILABLE.getCode()) {
                // Not passed on: a standby may have been asked for instead.
                throw Problem.notNow("%s:%d has the series and cannot answer at the moment"
                        .formatted(to.host(), to.port()));
            }
            request.status(answer.statusCode()).result(answer.body());
            answer.headers().firstValue("Content-Type").ifPresent(request::contentType);
            answer.headers().firstValue("Retry-After")
                    .ifPresent(value -> request.header("Retry-After", value));
        } catch (IOException e) {
            throw Problem
                    .notNow("%s:%d has the series and cannot be reached".formatted(to.host(), to.port()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.notNow("this instance is stopping");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
