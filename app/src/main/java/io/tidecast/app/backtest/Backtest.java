package io.tidecast.app.backtest;

import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.SharedNetwork;
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
import org.jspecify.annotations.Nullable;

/// Evaluates all series. What one series' forecasts are depends on that series alone, so they run in parallel; unless they share weights
/// that learn: then they are read in turn, a row of each, as in a partition of sensors that report in step.
public final class Backtest {
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(100);

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
            List<Future<List<SeriesResult>>> futures = groups(series).stream()
                    .map(group -> pool.submit(() -> evaluate(group))).toList();
            for (Future<List<SeriesResult>> future : futures) {
                for (SeriesResult result : await(future, progress)) {
                    listener.accept(result);
                    result.forecasts.clear();
                    results.add(result);
                }
            }
        }
        progress.accept(rowsDone.get());
        return BacktestReport.of(results, options, (System.nanoTime() - start) / 1e9);
    }

    /// Series that depend on each other stand together.
    private List<List<Series>> groups(List<Series> series) {
        if (options.forecaster().network().weights() != NetworkSettings.Weights.SHARED) {
            return series.stream().map(List::of).toList();
        }
        if (series.stream().map(Series::fields).distinct().count() > 1) {
            throw new IllegalArgumentException("series that share weights must have the same fields, got %s"
                    .formatted(series.stream().map(Series::fields).distinct().toList()));
        }
        return List.of(series);
    }

    private List<SeriesResult> evaluate(List<Series> group) {
        ForecasterOptions model = options.forecaster().withFields(group.getFirst().fields());
        ForecasterOptions others = options.beside() == null
                ? null
                : options.beside().withFields(group.getFirst().fields());
        SharedNetwork network = SharedNetwork.of(model);
        SharedNetwork othersNetwork = others == null ? null : SharedNetwork.of(others);
        List<Run> runs = group.stream()
                .map(series -> new Run(series, new RecoveringForecaster(model, network),
                        others == null ? null : new RecoveringForecaster(others, othersNetwork), options))
                .toList();
        int rows = group.stream().mapToInt(Series::rows).max().orElse(0);
        for (int row = 0; row < rows && !stop.requested(); row++) {
            for (Run run : runs) {
                if (row < run.series.rows()) {
                    run.evaluator.row(row);
                    rowsDone.incrementAndGet();
                }
            }
        }
        return runs.stream().map(Run::result).toList();
    }

    /// One series with its forecasters.
    private record Run(Series series, RecoveringForecaster forecaster, @Nullable RecoveringForecaster beside,
            Evaluator evaluator) {
        Run(Series series, RecoveringForecaster forecaster, @Nullable RecoveringForecaster beside,
                BacktestOptions options) {
            this(series, forecaster, beside, new Evaluator(series, forecaster, beside, options));
        }

        SeriesResult result() {
            SeriesResult result = evaluator.result();
            result.earlyTruths = forecaster.earlyTruths() + (beside == null ? 0 : beside.earlyTruths());
            return result;
        }
    }

    private List<SeriesResult> await(Future<List<SeriesResult>> future, LongConsumer progress) {
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
