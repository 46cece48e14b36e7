package io.tidecast.model.kernel;

/// The arithmetic that every layer shares, on flat `float` arrays with offsets.
///
/// Every method is deterministic: each sum is formed in one fixed order, so that the same input gives the same bits from
/// run to run and from one machine of the same kind to the next. A row of a batch gives the same bits as that row alone.
/// Arguments are checked by the layers; kernels trust them. No method allocates.
///
/// A matrix `W` is row-major `[rows, cols]`; a batch of vectors is `[batch, length]`, without gaps.
public interface Kernels {
    /// `y[b] += W x[b]`
    ///
    /// @param w     the matrix, `[rows, cols]` from `wOffset`
    /// @param x     the vectors, `[batch, cols]` from `xOffset`
    /// @param y     accumulated into, `[batch, rows]` from `yOffset`
    /// @param batch number of vectors
    void multiply(
            float[] w, int wOffset, int rows, int cols,
            float[] x, int xOffset, float[] y, int yOffset, int batch);

    /// `dX[b] += Wᵀ dY[b]`: the gradient of [#multiply] for its vectors.
    ///
    /// @param dY gradient of the product, `[batch, rows]` from `dYOffset`
    /// @param dX accumulated into, `[batch, cols]` from `dXOffset`
    void multiplyTransposed(
            float[] w, int wOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] dX, int dXOffset, int batch);

    /// `dW += Σ_b dY[b] ⊗ x[b]`: the gradient of [#multiply] for its matrix.
    ///
    /// @param dW accumulated into, `[rows, cols]` from `dWOffset`
    void outerProduct(
            float[] dW, int dWOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] x, int xOffset, int batch);

    /// `a[i] = 1 / (1 + exp(-a[i]))` for `length` values from `offset`, in place.
    void sigmoid(float[] a, int offset, int length);

    /// `a[i] = tanh(a[i])` for `length` values from `offset`, in place.
    void tanh(float[] a, int offset, int length);

    /// `Σ_i a[i]²` over the whole array, formed in `double`.
    double sumOfSquares(float[] a);
}
