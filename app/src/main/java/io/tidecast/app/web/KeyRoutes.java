package io.tidecast.app.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.web.BoardAnswers.KeyRow;
import io.tidecast.app.web.BoardAnswers.Keys;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.Scenario;
import io.tidecast.topology.SeriesCopy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The queries about series. State and forecasts come from the instance that has the series, lists and histories from the [Board].
final class KeyRoutes {
    private static final int MOST_ROWS = 1_000;
    private static final int LONGEST_TEXT = 256;
    /// Copies of series that are made at a time: each takes the heap of one live series.
    private static final int COPIES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore copies = new Semaphore(COPIES);
    private final ObjectMapper json;
    private volatile @Nullable Sources sources;

    /// Where the answers come from.
    record Sources(Pipeline pipeline, ForecastOptions options, Instances instances, Board board,
            BoardTail tail) {}

    KeyRoutes(ObjectMapper json) {
        this.json = json;
    }

    /// From now on there is a pipeline to ask.
    void ask(Sources running) {
        sources = running;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/keys", this::keys);
        routes.get("/keys/{key}", this::state);
        routes.get("/keys/{key}/forecast", this::forecast);
        routes.post("/keys/{key}/what-if", this::whatIf);
        routes.get("/keys/{key}/history", this::history);
        routes.get("/keys/{key}/explain", this::explain);
    }

    private void keys(Context request) {
        var parameters = new Parameters(request, "sort", "contains", "offset", "limit");
        Board.Sort sort = parameters.choice("sort", Board.Sort.ERROR, Board.Sort.values());
        String contains = parameters.text("contains", LONGEST_TEXT);
        int offset = parameters.integer("offset", 0, 0, Integer.MAX_VALUE);
        int limit = parameters.integer("limit", 100, 1, MOST_ROWS);
        Board board = board();
        answer(request, new Keys(board.count(contains), offset,
                board.rows(sort, contains, offset, limit).stream().map(KeyRow::of).toList()));
    }

    private void state(Context request) {
        var parameters = new Parameters(request, "standby");
        look(request, parameters, LiveAnswers.KeyState::of);
    }

    private void forecast(Context request) {
        var parameters = new Parameters(request, "horizon", "standby");
        int horizon = parameters.integer("horizon", sources().options().forecaster().horizons(), 1,
                ScenarioReader.MOST_STEPS);
        look(request, parameters, (copy, standby) -> LiveAnswers.AheadForecast.of(copy, standby, horizon));
    }

    private void explain(Context request) {
        var parameters = new Parameters(request, "readings", "standby");
        int readings = parameters.integer("readings", ScenarioReader.MOST_STEPS, 1,
                ScenarioReader.MOST_STEPS);
        look(request, parameters, (copy, standby) -> LiveAnswers.Explanation.of(copy, standby, readings));
    }

    private void whatIf(Context request) {
        var parameters = new Parameters(request);
        String key = parameters.key();
        Sources from = sources();
        String type = request.contentType();
        if (type == null || !type.startsWith("application/json")) {
            throw Problem.unsupported("the body must be application/json");
        }
        var fields = from.options().forecaster().fields();
        Scenario scenario = new ScenarioReader(json, fields).read(request.body());
        acquire();
        try {
            var ahead = from.pipeline().live().whatIf(key, scenario);
            if (ahead.isPresent()) {
                answer(request, LiveAnswers.WhatIf.of(key, ahead.get(), fields.targets()));
                return;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()));
        } finally {
            copies.release();
        }
        from.instances().askOwner(request, key);
    }

    private void history(Context request) {
        var parameters = new Parameters(request, "field", "limit");
        String key = parameters.key();
        int limit = parameters.integer("limit", 512, 1, Board.LONGEST);
        Board board = board();
        List<String> fields = board.fields(key).orElseThrow(() -> Problem.noSuchSeries(key));
        String field = parameters.choice("field", fields.getFirst(), fields);
        answer(request, BoardAnswers.History.of(
                board.detail(key, field, limit).orElseThrow(() -> Problem.noSuchSeries(key))));
    }

    /// Asks a copy of the series, here or wherever it is.
    private void look(Context request, Parameters parameters,
            BiFunction<SeriesCopy, Boolean, Object> question) {
        String key = parameters.key();
        boolean standbyWill = parameters.flag("standby");
        Sources from = sources();
        acquire();
        try {
            Optional<SeriesCopy> copy = from.pipeline().live().copy(key);
            boolean standby = copy.isEmpty() && standbyWill;
            if (standby) {
                copy = from.instances().standby(key);
            }
            if (copy.isPresent()) {
                answer(request, question.apply(copy.get(), standby));
                return;
            }
        } finally {
            copies.release();
        }
        try {
            from.instances().askOwner(request, key);
        } catch (Problem e) {
            if (!standbyWill || e.status() != 503 || request.header(Instances.FORWARDED) != null) {
                throw e;
            }
            from.instances().askStandby(request, key);
        }
    }

    private void acquire() {
        try {
            if (!copies.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.tooMany("%d series are being asked already".formatted(COPIES));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.notNow("this instance is stopping");
        }
    }

    private Board board() {
        Sources from = sources();
        if (!from.tail().awaitCaughtUp(PATIENCE)) {
            throw Problem.notNow("the newest forecasts are still being read");
        }
        return from.board();
    }

    private Sources sources() {
        Sources running = sources;
        if (running == null) {
            throw Problem.notNow("the pipeline is starting");
        }
        return running;
    }

    private static void answer(Context request, Object answer) {
        request.header("Cache-Control", "no-store").json(answer);
    }
}
