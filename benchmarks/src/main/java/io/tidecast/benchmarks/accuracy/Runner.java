package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.Backtest;
import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ForecasterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs backtests with several threads.
///
/// @param threads  series at the same time
/// @param stop     ends a run early
record Runner(int threads, StopSignal stop) {
    BacktestReport run(List<Series> series, BacktestOptions options) {
        BacktestReport report = Backtest.run(series, options, threads, stop, rows -> {
        }, result -> {
        });
        if (stop.requested()) {
            throw new IllegalStateException("stopped");
        }
        return report;
    }

    /// The default model with seeds 1, 2, ..., one report each.
    List<BacktestReport> seeds(Dataset dataset, Path folder, int seeds) throws IOException {
        List<Series> series = dataset.read(folder);
        ForecasterOptions model = ForecasterOptions.DEFAULT;
        var reports = new ArrayList<BacktestReport>();
        for (int seed = 1; seed <= seeds; seed++) {
            System.err.printf("%s, seed %d of %d%n", dataset.title(), seed, seeds);
            reports.add(run(series, dataset.protocol(model.withNetwork(model.network().withSeed(seed)))));
        }
        return reports;
    }
}
