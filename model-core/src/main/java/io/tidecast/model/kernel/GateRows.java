package io.tidecast.model.kernel;

/// Pre-activations of a recurrent layer, or their gradients: rows of `G·H` values in the order of the [GateKernels] that made it.
public final class GateRows {
    private final float[] values;
    private final int panelStride;

    /// @param values      the rows, and what else the kernels want beside them
    /// @param panelStride distance between the parts of one row that lie apart; 0 when rows lie in one piece
    public GateRows(float[] values, int panelStride) {
        this.values = values;
        this.panelStride = panelStride;
    }

    public float[] values() {
        return values;
    }

    public int panelStride() {
        return panelStride;
    }
}
