package io.tidecast.model.kernel;

import org.jspecify.annotations.Nullable;

/// The arithmetic that every network shares, on flat `float` arrays with offsets.
///
/// Every method is deterministic: each sum is formed in one fixed order, so that the same input gives the same bits from
/// run to run and from one machine of the same kind to the next. A row of a batch gives the same bits as that row alone, except in
/// products that OpenBLAS takes.
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

    /// `y[b] += x[b]`
    ///
    /// @param x      `[batch, length]` from `xOffset`, rows `xStep` apart
    /// @param y      accumulated into, `[batch, length]` from index 0, rows `yStep` apart
    void addRows(float[] x, int xOffset, int xStep, float[] y, int yStep, int length, int batch);

    /// `a[i] = 1 / (1 + exp(-a[i]))` for `length` values from `offset`, in place.
    void sigmoid(float[] a, int offset, int length);

    /// `a[i] = tanh(a[i])` for `length` values from `offset`, in place.
    void tanh(float[] a, int offset, int length);

    /// `Σ_i a[i]²` over the whole array.
    double sumOfSquares(float[] a);

    /// `a[i] = factor·a[i]` over the whole array.
    void scale(float[] a, float factor);

    /// One step of Adam (Kingma & Ba 2015, Algorithm 1) over the whole arrays, with `g = dW + λw`:
    ///
    /// `m = β₁m + (1-β₁)g`, `v = β₂v + (1-β₂)g²`, `w -= η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε)`
    ///
    /// @param largest       null, or for AMSGrad (Reddi, Kale & Kumar 2018) the largest `v` so far, which takes its place in the last formula;
    ///                      updated in place
    /// @param weightDecay   `λ`
    /// @param oneMinusBeta1 `1-β₁`, rounded once, from `double`
    /// @param oneMinusBeta2 `1-β₂`, likewise
    /// @param stepSize      `η/(1-β₁ᵗ)`, with the first moment's bias corrected
    /// @param correction    `1/√(1-β₂ᵗ)`, of the second moment's bias
    /// @param epsilon       `ε`
    void adam(
            float[] w, float[] dW, float[] m, float[] v, float @Nullable [] largest, float weightDecay,
            float beta1,
            float oneMinusBeta1, float beta2, float oneMinusBeta2, float stepSize, float correction,
            float epsilon);

    /// Stands for the bits that training gives: with kernels of another number they are others. From 1 to 65535.
    int number();

    /// The arithmetic of a recurrent layer.
    GateKernels gates(int gates, int units);

    /// `y = P x` in `double`, each sum in the order of `x`.
    ///
    /// @param p symmetric, `[n, n]`
    /// @param y overwritten, `[n]`
    void multiplySymmetric(double[] p, double[] x, double[] y, int n);

    /// `P = (P - (y yᵀ)·share)·factor` in `double`: a symmetric matrix stays symmetric to the bit.
    ///
    /// @param p `[n, n]`, updated in place
    /// @param y `[n]`
    void downdate(double[] p, double[] y, double share, double factor, int n);

    /// The fastest kernels that this machine and this JVM have; see [KernelChoice].
    static Kernels fastest() {
        return KernelChoice.fastest();
    }
}
