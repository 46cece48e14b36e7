package io.tidecast.app.backtest;

import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ForecasterOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Evaluates all series, in parallel: what one series' forecasts are depends on that series alone.
public final class Backtest {
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(100);
    private static final int ROWS_PER_COUNT = 64;

    private final BacktestOptions options;
    private final StopSignal stop;
    private final AtomicLong rowsDone = new AtomicLong();

    private Backtest(BacktestOptions options, StopSignal stop) {
        this.options = options;
        this.stop = stop;
    }

    /// Runs to the end, or until the stop is asked for.
    ///
    /// @param progress  receives the rows done so far, now and then
    /// @param results   receives what came of each series, in the order of the series
    public static BacktestReport run(List<Series> series, BacktestOptions options, int threads,
            StopSignal stop, LongConsumer progress, Consumer<SeriesResult> results) {
        return new Backtest(options, stop).run(series, threads, progress, results);
    }

    private BacktestReport run(List<Series> series, int threads, LongConsumer progress,
            Consumer<SeriesResult> listener) {
        long start = System.nanoTime();
        var results = new ArrayList<SeriesResult>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<SeriesResult>> futures = series.stream().map(one -> pool.submit(() -> evaluate(one)))
                    .toList();
            for (Future<SeriesResult> future : futures) {
                SeriesResult result = await(future, progress);
                listener.accept(result);
                result.forecasts.clear();
                results.add(result);
            }
        }
        progress.accept(rowsDone.get());
        return BacktestReport.of(results, options, (System.nanoTime() - start) / 1e9);
    }

    private SeriesResult evaluate(Series series) {
        var forecaster = new RecoveringForecaster(options.forecaster().withFields(series.fields()));
        ForecasterOptions others = options.beside();
        RecoveringForecaster beside = others == null
                ? null
                : new RecoveringForecaster(others.withFields(series.fields()));
        var evaluator = new Evaluator(series, forecaster, beside, options);
        for (int row = 0; row < series.rows() && !stop.requested(); row++) {
            evaluator.row(row);
            if ((row + 1) % ROWS_PER_COUNT == 0) {
                rowsDone.addAndGet(ROWS_PER_COUNT);
            }
        }
        rowsDone.addAndGet(series.rows() % ROWS_PER_COUNT);
        SeriesResult result = evaluator.result();
        result.earlyTruths = forecaster.earlyTruths() + (beside == null ? 0 : beside.earlyTruths());
        return result;
    }

    private SeriesResult await(Future<SeriesResult> future, LongConsumer progress) {
        while (!future.isDone()) {
            stop.await(PROGRESS_EVERY);
            progress.accept(rowsDone.get());
        }
        try {
            return future.get();
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("a series could not be evaluated", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
