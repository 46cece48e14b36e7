package io.tidecast.app.backtest;

import io.tidecast.app.exit.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

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
    /// @param progress     receives the rows done so far, now and then
    /// @param predictions  receives each series' forecasts, in the order of the series; null: nobody wants them
    public static BacktestReport run(List<Series> series, BacktestOptions options, int threads,
            StopSignal stop, LongConsumer progress, @Nullable PredictionsFile predictions) {
        return new Backtest(options, stop).run(series, threads, progress, predictions);
    }

    private BacktestReport run(List<Series> series, int threads, LongConsumer progress,
            @Nullable PredictionsFile predictions) {
        long start = System.nanoTime();
        var results = new ArrayList<SeriesResult>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<SeriesResult>> futures = series.stream().map(one -> pool.submit(() -> evaluate(one)))
                    .toList();
            for (Future<SeriesResult> future : futures) {
                SeriesResult result = await(future, progress);
                if (predictions != null) {
                    predictions.write(result);
                }
                result.forecasts.clear();
                results.add(result);
            }
        }
        progress.accept(rowsDone.get());
        return BacktestReport.of(results, options.forecaster().level(), (System.nanoTime() - start) / 1e9);
    }

    private SeriesResult evaluate(Series series) {
        var evaluator = new Evaluator(series, new RecoveringForecaster(options.forecaster()), options);
        for (int row = 0; row < series.rows() && !stop.requested(); row++) {
            evaluator.row(row);
            if ((row + 1) % ROWS_PER_COUNT == 0) {
                rowsDone.addAndGet(ROWS_PER_COUNT);
            }
        }
        rowsDone.addAndGet(series.rows() % ROWS_PER_COUNT);
        return evaluator.result();
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
