package io.tidecast.model.kernel.vector;

/// The innermost loops of the products: as many running sums as the registers hold, for panels of a fixed width.
///
/// A method that is written out for one width keeps its sums in registers and steps by constants: 90 instead of 50 GF/s with strides
/// that are variables (docs/performance.md).
sealed interface Tiles permits Tiles1, Tiles3, Tiles4 {
    /// `L·G`: values of a row or column in one panel.
    int width();

    /// `z += W x` for two panels and one row.
    void multiplyTwoPanels(
            float[] w, int wOffset0, int wOffset1, int cols, float[] x, int xOffset, float[] z, int zOffset0,
            int zOffset1);

    /// `z += W x` for one panel and one row.
    void multiplyRow(float[] w, int wOffset, int cols, float[] x, int xOffset, float[] z, int zOffset);

    /// `z += W x` for one panel and two rows that are neighbours in `z`.
    void multiplyTwoRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset0, int xOffset1, float[] z, int zOffset);

    /// `z = b + W x + U h` for one panel and four rows that are neighbours in `z`, whose sums only fit into 32 registers.
    ///
    /// @param w    both matrices, from `wOffset` and `uOffset`
    /// @param bias where `b` lies in `z`
    void startFourRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, int uOffset, int uCols,
            float[] h, int hOffset, int hStep, float[] z, int bias, int zOffset);

    /// `dW += Σ_row dZ[row] ⊗ x[row]` for one panel and four neighbouring columns, whose sums only fit into 32 registers.
    void outerProductFourColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows);

    /// The same for two columns.
    void outerProductTwoColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows);

    /// The same for one column.
    void outerProductColumn(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows);

    /// `Wᵀ dZ` for one row and eight neighbouring columns, of each column the sums of `L` lanes.
    ///
    /// @param sums overwritten, `[8][L]` from `sumsOffset`
    void partialSumsOfEightColumns(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums, int sumsOffset);

    /// The same for one column.
    void partialSumsOfColumn(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums, int sumsOffset);
}
