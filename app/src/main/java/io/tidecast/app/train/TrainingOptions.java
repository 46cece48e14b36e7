package io.tidecast.app.train;

import io.tidecast.app.backtest.RowRange;

/// How a network is trained offline.
///
/// @param rows             rows of each series that are used
/// @param epochs           most passes over them
/// @param batchSize        rows of a batch; at least one for each series
/// @param sequenceLength   steps of truncated BPTT
/// @param validationShare  share of each series' rows, its last, that is not learnt from; from 0 to less than 1
/// @param patience         epochs without improvement on the validation rows before it stops; 0: train to the end
public record TrainingOptions(RowRange rows, int epochs, int batchSize, int sequenceLength,
        double validationShare, int patience) {
    public TrainingOptions {
        if (epochs < 1 || batchSize < 1 || sequenceLength < 1) {
            throw new IllegalArgumentException(
                    "epochs, batch size and sequence length must be at least 1, got %d, %d, %d"
                            .formatted(epochs, batchSize, sequenceLength));
        }
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "the validation share must be from 0 to less than 1, got " + validationShare);
        }
        if (patience < 0) {
            throw new IllegalArgumentException("patience must be at least 0, got " + patience);
        }
    }
}
