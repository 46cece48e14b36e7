package io.tidecast.model.kernel;

/// Pre-activations of a recurrent layer, or their gradients: rows of `G·H` values in the order of the [GateKernels] that made it.
public final class GateRows {
    private final float[] values;
    private final int first;
    private final int panelStride;

    /// @param values      the rows, and what else the kernels want beside them
    /// @param first       where the rows begin
    /// @param panelStride distance between the parts of one row that lie apart; 0 when rows lie in one piece
    public GateRows(float[] values, int first, int panelStride) {
        this.values = values;
        this.first = first;
        this.panelStride = panelStride;
    }

    public float[] values() {
        return values;
    }

    public int panelStride() {
        return panelStride;
    }

    /// Where a row's part of such a number begins in row 0.
    public int panel(int number) {
        return first + number * panelStride;
    }
}
