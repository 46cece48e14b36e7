package io.tidecast.model.kernel;

/// The arithmetic of one recurrent layer of `G` gates and `H` units, made by [Kernels#gates].
///
/// An implementation chooses how the weights and the rows of gates lie in memory; whoever needs a single weight asks
/// [#weightIndex]. States lie in rows of [#stateWidth] values: `H`, and maybe some more that are always 0.
///
/// What holds for [Kernels] holds here: sums of a fixed order, a row of a batch as that row alone, nothing checked, nothing
/// allocated. Rows are counted from `firstRow`; the vectors `x` lie `xStep` apart.
public interface GateKernels {
    /// In place of an offset: the layer has no such weights.
    int NONE = -1;

    /// The distance between two rows of states, at least `H`.
    int stateWidth();

    /// Room for so many rows, all zero.
    GateRows newRows(int rows);

    /// How many values the matrix `W`, `[G·H, cols]`, takes in memory.
    int weightCount(int cols);

    /// Where `W[row, 0]` lies, from the matrix's offset on.
    int weightIndex(int row, int cols);

    /// The distance from `W[row, col]` to `W[row, col + 1]`.
    int weightStep();

    /// `z[row] = b₁ + b₂`, with `b₁`, `b₂` matrices of one column.
    ///
    /// @param first  offset of `b₁` or [#NONE]
    /// @param second offset of `b₂` or [#NONE]
    void start(float[] w, int first, int second, GateRows z, int firstRow, int rows);

    /// `z[row] += W x[row]`
    void multiply(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, GateRows z, int firstRow,
            int rows);

    /// `z[row] = b₁ + b₂ + W x[row] + U h[row]`, summed in this order: [#start] and [#multiply] in one.
    ///
    /// @param w     all of the weights, `W` from `wOffset`, `U` from `uOffset`
    /// @param uCols columns of `U`; 0: there is none
    default void preActivate(
            float[] w, int first, int second, int wOffset, int cols, float[] x, int xOffset, int xStep,
            int uOffset, int uCols, float[] h, int hOffset, int hStep, GateRows z, int firstRow, int rows) {
        start(w, first, second, z, firstRow, rows);
        multiply(w, wOffset, cols, x, xOffset, xStep, z, firstRow, rows);
        if (uCols > 0) {
            multiply(w, uOffset, uCols, h, hOffset, hStep, z, firstRow, rows);
        }
    }

    /// Room for `Wᵀ`, for products of so many rows at a time; empty when they are as fast without.
    ///
    /// @param dXStep distance between the rows of the products
    float[] newTransposed(int cols, int dXStep, int rows);

    /// Puts `Wᵀ` into its room, as [#multiplyTransposed] takes it; into an empty one nothing.
    void transpose(float[] w, int wOffset, int cols, float[] transposed);

    /// `dX[row] += Wᵀ dZ[row]`: the gradient of [#multiply] for its vectors. With and without `Wᵀ` the order of a sum may differ.
    ///
    /// @param transposed what [#transpose] has filled
    void multiplyTransposed(
            float[] w, int wOffset, int cols, float[] transposed, GateRows dZ, int firstRow, int rows,
            float[] dX, int dXOffset, int dXStep);

    /// `dW += Σ_row dZ[row] ⊗ x[row]`: the gradient of [#multiply] for its matrix.
    void outerProduct(
            float[] dW, int dWOffset, int cols, GateRows dZ, int firstRow, int rows, float[] x, int xOffset,
            int xStep);

    /// `dB₁ += Σ_row dZ[row]` and `dB₂` likewise, with `dB₁`, `dB₂` matrices of one column: the gradient of [#start].
    ///
    /// @param first  offset of `dB₁` or [#NONE]
    /// @param second offset of `dB₂` or [#NONE]
    void sum(float[] dB, int first, int second, GateRows dZ, int rows);

    /// `y[row] = z[row]` for a layer of one gate, from the order of gates to that of states.
    void copyToStates(GateRows z, int firstRow, int rows, float[] y, int yOffset);

    /// `z[row] = y[row]` for a layer of one gate.
    void copyFromStates(float[] y, int yOffset, GateRows z, int firstRow, int rows);

    /// The pointwise part of an LSTM, gates i, f, g, o:
    ///
    /// `i = σ(z_i)`, `f = σ(z_f)`, `g = tanh(z_g)`, `o = σ(z_o)`, `c' = f·c + i·g`, `h' = o·tanh(c')`
    ///
    /// With peepholes `z_i += p_i·c`, `z_f += p_f·c` and `z_o += p_o·c'`.
    ///
    /// @param w         weights, of which the peepholes are `[3][stateWidth]` from `peepholes`
    /// @param peepholes their offset or [#NONE]
    /// @param z         pre-activations, overwritten with the gates
    /// @param c         cell states, read from `before`, written from `after`
    /// @param tanhC     overwritten with `tanh(c')`
    /// @param h         overwritten with `h'`
    void lstm(
            float[] w, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before, int after,
            float[] tanhC, int tanhCOffset, float[] h, int hOffset);

    /// The chain rule of [#lstm] from its last line to its first:
    ///
    /// `dZ_o = dH·tanh(c')·o(1-o)`, `dC += dH·o(1-tanh²(c')) [+ p_o·dZ_o]`, `dZ_i = dC·g·i(1-i)`, `dZ_f = dC·c·f(1-f)`,
    /// `dZ_g = dC·i(1-g²)`, and for the step before `dC = dC·f [+ p_i·dZ_i + p_f·dZ_f]`, `dH = 0`. The peepholes' gradients are
    /// `dP_i += dZ_i·c`, `dP_f += dZ_f·c`, `dP_o += dZ_o·c'`.
    ///
    /// @param dW accumulated into at the places of the peepholes
    /// @param z  gates, overwritten with `dZ`
    /// @param dH `[rows]` from index 0, set to zero
    /// @param dC `[rows]` from index 0, updated in place
    void lstmBackward(
            float[] w, float[] dW, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before,
            int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC);

    /// The pointwise part of a GRU, gates r, z, n:
    ///
    /// `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r·u_n)`, `h' = (1 - z)·n + z·h`
    ///
    /// @param a the inputs' products, overwritten with the gates
    /// @param u the states' products
    /// @param h states, read from `before`, written from `after`
    void gru(GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, int after);

    /// The chain rule of [#gru]:
    ///
    /// `dA_n = dH(1-z)(1-n²)`, `dU_n = dA_n·r`, `dA_r = dU_r = dA_n·u_n·r(1-r)`, `dA_z = dU_z = dH(h-n)z(1-z)`, and for the step
    /// before `dH = dH·z`.
    ///
    /// @param a  gates, overwritten with `dA`
    /// @param u  the states' products, overwritten with `dU`
    /// @param dH `[rows]` from index 0, updated in place
    void gruBackward(GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, float[] dH);
}
