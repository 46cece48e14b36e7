package io.tidecast.topology;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecastNetwork;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.nn.Parameters;

/// Heap of a live series, from the size of its snapshot. Measured on LSTMs, GRUs and Elman networks of 4 to 64 units; `SizePlanTest`
/// holds it to 15 %.
///
/// @param perSnapshotByte of the snapshot, which is saved from arrays that are on the heap
/// @param fixed           bytes of everything else
record LiveSize(double perSnapshotByte, int fixed) {
    /// Weights, and the two moments of Adam; the gradients are the thread's.
    private static final int ARRAYS_OF_WEIGHTS = 3;

    static LiveSize of(ForecasterOptions options) {
        boolean ownNetwork = options.experts().contains(ExpertKind.RNN)
                && options.network().weights() == NetworkSettings.Weights.PER_KEY;
        // With a network of its own: the tape of a window, and objects. Without: objects.
        return ownNetwork
                ? new LiveSize(1.1, 12_000 + layoutGaps(options))
                : new LiveSize(1, options.experts().contains(ExpertKind.RLS) ? 8_000 : 4_400);
    }

    /// Bytes that the kernels leave free between a network's weights and between their moments, to fill whole vectors.
    private static int layoutGaps(ForecasterOptions options) {
        Parameters parameters = ForecastNetwork.create(options).parameters();
        return ARRAYS_OF_WEIGHTS * Float.BYTES * (parameters.values().length - parameters.size());
    }

    long bytes(int snapshotBytes) {
        return Math.round(perSnapshotByte * snapshotBytes) + fixed;
    }
}
