package io.tidecast.app.tune;

import io.tidecast.app.backtest.Backtest;
import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.tune.TuneReport.HeldOut;
import io.tidecast.app.tune.TuneReport.Round;
import io.tidecast.app.tune.TuneReport.Trial;
import io.tidecast.model.forecast.ForecasterOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Searches options by successive halving (Jamieson & Talwalkar 2016): many configurations on few rows, the best third of them on three
/// times as many rows, and so on. Each is scored by a backtest over the first rows of each series, on the later half of them, so a
/// configuration that learns fast and then stays behind is found out when the rows become more.
public final class SuccessiveHalving {
    private static final RowRange EARLIER = RowRange.parse("0:0.5");
    private static final RowRange LATER = RowRange.parse("0.5:1.0");

    private record Candidate(int number, Map<String, String> settings) {}

    private final List<Series> series;
    private final SearchSpace space;
    private final TuneOptions options;
    private final Function<Map<String, String>, ForecasterOptions> models;
    private final StopSignal stop;
    private final Consumer<String> progress;

    /// @param models    makes a model of settings
    /// @param progress  receives a line now and then
    public SuccessiveHalving(List<Series> series, SearchSpace space, TuneOptions options,
            Function<Map<String, String>, ForecasterOptions> models, StopSignal stop,
            Consumer<String> progress) {
        this.series = series;
        this.space = space;
        this.options = options;
        this.models = models;
        this.stop = stop;
        this.progress = progress;
    }

    /// Searches; the same for the same seed, however many threads there are.
    public TuneReport run(int threads) {
        List<Candidate> candidates = new ArrayList<>();
        space.draw(options.configurations(), options.seed())
                .forEach(settings -> candidates.add(new Candidate(candidates.size(), settings)));
        var rounds = new ArrayList<Round>();
        List<Candidate> left = candidates;
        for (int number = 1; number <= options.rounds() && !stop.requested(); number++) {
            Round round = round(number, left, threads);
            rounds.add(round);
            int kept = Math.ceilDiv(left.size(), TuneOptions.ETA);
            left = round.trials().stream().limit(kept).map(trial -> candidates.get(trial.configuration()))
                    .toList();
        }
        Trial best = rounds.getLast().trials().getFirst();
        progress.accept("rows that were held out: the default and configuration " + best.configuration());
        return new TuneReport(space.choices(), options.metric().toString(), rounds, best.settings(),
                heldOut(best.settings(), threads));
    }

    private Round round(int number, List<Candidate> candidates, int threads) {
        double share = options.share(number) * (1 - options.heldOut());
        List<Series> heads = series.stream().map(one -> one.head((int) Math.round(share * one.rows())))
                .toList();
        long rows = heads.stream().mapToLong(Series::rows).sum();
        progress.accept("round %d of %d: %d configurations on %,d rows".formatted(number, options.rounds(),
                candidates.size(), rows));
        var trials = new ArrayList<Trial>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Double>> scores = candidates.stream()
                    .map(candidate -> pool
                            .submit(() -> score(heads, candidate.settings(), EARLIER, LATER, 1)))
                    .toList();
            for (int i = 0; i < candidates.size(); i++) {
                trials.add(new Trial(candidates.get(i).number(), candidates.get(i).settings(),
                        get(scores.get(i))));
            }
        }
        trials.sort(Comparator.comparingDouble(Trial::score).thenComparingInt(Trial::configuration));
        return new Round(number, rows, trials);
    }

    private HeldOut heldOut(Map<String, String> best, int threads) {
        double share = 1 - options.heldOut();
        RowRange seen = RowRange.parse("0:" + share);
        RowRange unseen = RowRange.parse(share + ":1.0");
        return new HeldOut(
                series.stream().mapToLong(one -> unseen.end(one.rows()) - unseen.first(one.rows())).sum(),
                score(series, Map.of(), seen, unseen, threads), score(series, best, seen, unseen, threads));
    }

    private double score(List<Series> rows, Map<String, String> settings, RowRange unit, RowRange scored,
            int threads) {
        BacktestOptions backtest = BacktestOptions.of(models.apply(settings)).withReport(Reported.COMBINED)
                .withRows(unit, scored);
        return options.metric().of(Backtest.run(rows, backtest, threads, stop, done -> {
        }, result -> {
        }));
    }

    private static double get(Future<Double> score) {
        try {
            return score.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a configuration could not be evaluated", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
