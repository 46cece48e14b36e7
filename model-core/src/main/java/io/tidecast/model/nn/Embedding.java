package io.tidecast.model.nn;

import java.util.Arrays;

/// A vector for each category, as `torch.nn.Embedding`: `y[b] = W[x[b]]`, with `W [count, E]`.
public final class Embedding {
    private final EmbeddingOptions options;
    private final Slice weight;

    /// @param layout receives the parameter `weight`
    /// @param prefix of its name, for example `embedding.`
    public Embedding(EmbeddingOptions options, Parameters.Layout layout, String prefix) {
        this.options = options;
        weight = layout.add(prefix + "weight", options.count(), options.size());
    }

    /// `y[b] = W[x[b]]`, one vector after the other for each column
    ///
    /// @param w       parameters; vectors that are longer than `maxNorm` are shortened in place
    /// @param x       categories, whole numbers from 0, `[batch, columns]` from `xOffset`, rows `xStride` apart
    /// @param y       overwritten, `[batch, columns * E]` from `yOffset`, rows `yStride` apart
    /// @throws IllegalArgumentException when a category is not in the table
    public void forward(
            float[] w, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride, int batch) {
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < options.columns(); c++) {
                int row = row(x[xOffset + b * xStride + c]);
                shorten(w, row);
                System.arraycopy(w, row, y, yOffset + b * yStride + c * options.size(), options.size());
            }
        }
    }

    /// Refuses what is not a category of the table.
    void requireCategory(float category) {
        if (!(category >= 0 && category < options.count()) || category != (int) category) {
            throw new IllegalArgumentException(
                    "a category must be a whole number from 0 to %d, got %s"
                            .formatted(options.count() - 1, category));
        }
    }

    /// `dW[x[b]] += dY[b]`, not for the padding category, and divided by the category's frequency if so asked.
    ///
    /// @param dW accumulated into: gradients of the parameters
    /// @param x  as in [#forward]
    /// @param dY `[batch, columns * E]` from `yOffset`, rows `yStride` apart
    public void backward(
            float[] dW, float[] x, int xOffset, int xStride, float[] dY, int yOffset, int yStride,
            int batch) {
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < options.columns(); c++) {
                float category = x[xOffset + b * xStride + c];
                if (options.paddingIndex().isPresent()
                        && options.paddingIndex().getAsInt() == (int) category) {
                    continue;
                }
                int row = row(category);
                int from = yOffset + b * yStride + c * options.size();
                float share = options.scaleGradientByFrequency()
                        ? 1f / count(category, x, xOffset, xStride, batch)
                        : 1;
                for (int e = 0; e < options.size(); e++) {
                    dW[row + e] += share * dY[from + e];
                }
            }
        }
    }

    /// PyTorch's default: normal numbers, and zero for the padding category.
    void initialise(Parameters parameters, TorchRandom random) {
        float[] w = parameters.values();
        random.fillNormal(w, weight.offset(), weight.size(), 1);
        options.paddingIndex().ifPresent(index -> Arrays.fill(w, row(index), row(index) + options.size(), 0));
    }

    /// Index of the first value of a category's vector.
    private int row(float category) {
        requireCategory(category);
        return weight.offset() + ((int) category) * options.size();
    }

    private void shorten(float[] w, int row) {
        double sum = 0;
        for (int e = row; e < row + options.size(); e++) {
            sum += (double) w[e] * w[e];
        }
        double norm = Math.sqrt(sum);
        if (norm > options.maxNorm()) {
            float factor = (float) (options.maxNorm() / (norm + 1e-7));
            for (int e = row; e < row + options.size(); e++) {
                w[e] *= factor;
            }
        }
    }

    private int count(float category, float[] x, int xOffset, int xStride, int batch) {
        int count = 0;
        for (int b = 0; b < batch; b++) {
            for (int c = 0; c < options.columns(); c++) {
                if (x[xOffset + b * xStride + c] == category) {
                    count++;
                }
            }
        }
        return count;
    }
}
