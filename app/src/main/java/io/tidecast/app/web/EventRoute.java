package io.tidecast.app.web;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.tidecast.v1.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stream of server-sent events that the page lives on:
///
/// | event | data |
/// |---|---|
/// | `status` | a [StatusReport], once a second |
/// | `keys` | rows of the series that have changed |
/// | `points` | a history of the new points of the parameters `key` and `field`; its events come as `happened` |
/// | `happened` | events of models |
final class EventRoute implements AutoCloseable {
    /// Messages to a page are at least so far apart.
    private static final Duration TICK = Duration.ofMillis(40);
    private static final long STATUS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int LONGEST_TEXT = 1_024;

    private final EventHub hub;
    private final ObjectMapper json;
    private final Throughput throughput = new Throughput();
    private volatile KeyRoutes.@Nullable Sources sources;
    private volatile String self = "";

    EventRoute(EventHub hub, ObjectMapper json) {
        this.hub = hub;
        this.json = json;
    }

    /// From now on there is a pipeline to tell of.
    void tell(KeyRoutes.Sources running, String address) {
        self = address;
        sources = running;
    }

    /// Checks the request before the stream begins: from then on its status is 200.
    void check(Context request) {
        String accept = request.header("Accept");
        if (accept == null || !accept.equals("text/event-stream")) {
            throw Problem.notAcceptable("the header Accept must be text/event-stream");
        }
        var _ = listener(request);
        if (sources == null) {
            throw Problem.notNow("the pipeline is starting");
        }
        if (hub.isFull()) {
            throw Problem.tooMany("%d pages are listening already".formatted(EventHub.MOST_LISTENERS));
        }
    }

    private static EventListener listener(Context request) {
        var parameters = new Parameters(request, "key", "field");
        return new EventListener(parameters.text("key", LONGEST_TEXT),
                parameters.text("field", LONGEST_TEXT));
    }

    /// Serves one page until it goes.
    void serve(SseClient page) {
        KeyRoutes.Sources from = requireNonNull(sources, "checked");
        EventListener listener = listener(page.ctx());
        if (!hub.join(listener)) {
            // Another page has come since the check; this one tries again by itself.
            page.close();
            return;
        }
        page.keepAlive();
        page.onClose(() -> {
            listener.close();
            hub.leave(listener);
        });
        Thread.ofPlatform().name("tidecast-page").daemon().start(() -> send(page, listener, from));
    }

    private void send(SseClient page, EventListener listener, KeyRoutes.Sources from) {
        long nextStatus = System.nanoTime();
        try {
            from.tail().awaitCaughtUp(Duration.ofSeconds(30));
            while (!listener.isClosed() && !page.terminated()) {
                long now = System.nanoTime();
                if (now - nextStatus >= 0) {
                    nextStatus = now + STATUS_NANOS;
                    page.sendEvent("status", text(
                            StatusReport.of(from, throughput.perSecond(from.board().forecasts()), self)));
                }
                send(page, listener.take(Duration.ofNanos(Math.max(1, nextStatus - System.nanoTime()))),
                        from.board(), listener.key());
                listener.awaitClosed(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hub.leave(listener);
            page.close();
        }
    }

    private void send(SseClient page, EventListener.News news, Board board, String key) {
        if (!news.changed().isEmpty()) {
            page.sendEvent("keys", text(news.changed().stream()
                    .flatMap(changed -> board.row(changed).stream()).map(BoardAnswers.KeyRow::of)
                    .toList()));
        }
        if (!news.points().isEmpty()) {
            board.detail(key, news.points().getLast().field(), 0)
                    .map(now -> new Board.Detail(key, now.newest(), news.points(), List.of()))
                    .map(BoardAnswers.History::of)
                    .ifPresent(points -> page.sendEvent("points", text(points)));
        }
        for (Event event : news.events()) {
            Map<String, Object> happened = new LinkedHashMap<>();
            happened.put("key", event.getKey());
            happened.put("time", event.getTime().toString());
            happened.put("kind", event.getKind());
            happened.put("field", event.getField());
            happened.put("detail", event.getDetail());
            page.sendEvent("happened", text(happened));
        }
    }

    private String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must be JSON", e);
        }
    }

    @Override
    public void close() {
        hub.listeners().forEach(EventListener::close);
    }
}
