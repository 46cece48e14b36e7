package io.tidecast.app.train;

import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.forecast.ForecastNetwork;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.TrainingRows;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.SequenceBatches;
import io.tidecast.model.train.Trainer;
import io.tidecast.model.train.Trainer.EarlyStopping;
import io.tidecast.model.train.Trainer.Epoch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Trains one network on all series together, on the inputs and targets that it has in the pipeline. The same series and options
/// give the same weights, bit for bit.
public final class OfflineTraining {
    private final ForecasterOptions model;
    private final TrainingOptions options;
    private final List<TrainingRows> series;

    /// Prepares the rows.
    public OfflineTraining(List<Series> series, ForecasterOptions model, TrainingOptions options) {
        this.model = model;
        this.options = options;
        this.series = series.stream().map(this::rows).toList();
    }

    private TrainingRows rows(Series one) {
        var rows = new TrainingRows(model);
        int end = options.rows().end(one.rows());
        for (int row = options.rows().first(one.rows()); row < end; row++) {
            rows.add(one.reading(row, 0));
        }
        return rows;
    }

    /// Trains, from the weights that the model starts with.
    ///
    /// @param listener  told of each epoch when it is over
    public RecurrentNetwork run(Consumer<Epoch> listener) {
        NetworkSettings settings = model.network();
        RecurrentNetwork network = ForecastNetwork.create(model);
        var trainer = new Trainer(network, settings.lossFunction(),
                new DescentOptions(settings.updateRule())
                        .withMaxGradientNorm(settings.maxGradientNorm()));
        SequenceBatches training = batches(0, 1 - options.validationShare());
        SequenceBatches validation = options.validationShare() > 0
                ? batches(1 - options.validationShare(), 1)
                : null;
        trainer.fit(training, validation, options.epochs(), stopping(validation), listener);
        return network;
    }

    private @Nullable EarlyStopping stopping(@Nullable SequenceBatches validation) {
        return validation == null || options.patience() == 0
                ? null
                : new EarlyStopping(options.patience(), 0);
    }

    /// A share of each series, cut into pieces of equal length, each a row of the batches; short series are filled up with rows
    /// that have no target.
    private SequenceBatches batches(double fromShare, double toShare) {
        int[] first = series.stream().mapToInt(rows -> (int) (fromShare * rows.count())).toArray();
        int[] end = series.stream().mapToInt(rows -> (int) (toShare * rows.count())).toArray();
        int longest = 0;
        for (int i = 0; i < first.length; i++) {
            longest = Math.max(longest, end[i] - first[i]);
        }
        if (longest == 0) {
            throw new CommandFailure(ExitCode.INPUT,
                    "there must be rows to train and to validate on, got none");
        }
        int pieces = Math.max(1, Math.ceilDiv(options.batchSize(), first.length));
        int steps = Math.min(options.sequenceLength(), Math.ceilDiv(longest, pieces));
        int length = Math.ceilDiv(longest, pieces * steps) * pieces * steps;
        int inputs = ForecastNetwork.inputNames(model).size();
        int outputs = ForecastNetwork.outputNames(model).size();
        float[] x = new float[Math.multiplyExact(Math.multiplyExact(first.length, length), inputs)];
        float[] y = new float[Math.multiplyExact(Math.multiplyExact(first.length, length), outputs)];
        Arrays.fill(y, Float.NaN);
        for (int i = 0; i < first.length; i++) {
            series.get(i).copy(first[i], end[i] - first[i], x, y, i * length);
        }
        return new SequenceBatches(x, inputs, y, outputs, first.length * pieces, steps);
    }
}
