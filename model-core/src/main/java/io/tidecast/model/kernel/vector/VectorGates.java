package io.tidecast.model.kernel.vector;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.GateRows;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The gates of one layer in panels of `L` units; see the package for the layout and the order of sums.
final class VectorGates implements GateKernels {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    /// Rows that stay in the first-level cache while a panel's gradient is formed.
    private static final int ROWS_AT_ONCE = 128;
    /// What the rows' array has behind the rows, for sums over lanes.
    private static final int SUMS = 256;
    /// Where rows begin: 48 bytes into the array, which is 64 into the object.
    private static final int FIRST = 12;
    private static final float[] ONE = {1};

    private final int units;
    private final int panels;
    private final int width;
    private final Tiles tiles;

    VectorGates(int gates, int units) {
        this.units = units;
        panels = Math.ceilDiv(units, L);
        tiles = switch (gates) {
            case 1 -> new Tiles1();
            case 3 -> new Tiles3();
            case 4 -> new Tiles4();
            default -> throw new IllegalArgumentException("a cell has 1, 3 or 4 gates, got " + gates);
        };
        width = tiles.width();
    }

    @Override
    public int stateWidth() {
        return panels * L;
    }

    /// Panels lie one row further apart than the rows need, so that they do not all fall into the same sets of the cache.
    @Override
    public GateRows newRows(int rows) {
        int panelStride = (rows + 1) * width;
        return new GateRows(new float[FIRST + panels * panelStride + SUMS], FIRST, panelStride);
    }

    @Override
    public int weightCount(int cols) {
        return panels * cols * width;
    }

    @Override
    public int weightIndex(int row, int cols) {
        int gate = row / units;
        int unit = row % units;
        return unit / L * cols * width + gate * L + unit % L;
    }

    @Override
    public int weightStep() {
        return width;
    }

    @Override
    public void start(float[] w, int first, int second, GateRows z, int firstRow, int rows) {
        for (int p = 0; p < panels; p++) {
            start(w, first, second, p, z.values(), z.panel(p) + firstRow * width, rows);
        }
    }

    /// `z[row] = b₁ + b₂` for one panel.
    private void start(float[] w, int first, int second, int p, float[] z, int zOffset, int rows) {
        for (int i = 0; i < width; i += L) {
            FloatVector bias = FloatVector.zero(S);
            if (first != NONE) {
                bias = FloatVector.fromArray(S, w, first + p * width + i);
            }
            if (second != NONE) {
                bias = bias.add(FloatVector.fromArray(S, w, second + p * width + i));
            }
            for (int b = 0; b < rows; b++) {
                bias.intoArray(z, zOffset + i + b * width);
            }
        }
    }

    /// Four rows at a time keep their sums in registers from the biases on; the rest is done one after the other.
    @Override
    public void preActivate(
            float[] w, int first, int second, int wOffset, int cols, float[] x, int xOffset, int xStep,
            int uOffset, int uCols, float[] h, int hOffset, int hStep, GateRows z, int firstRow, int rows) {
        int whole = L == 16 ? rows & -4 : 0;
        float[] values = z.values();
        int bias = values.length - SUMS;
        for (int p = 0; whole > 0 && p < panels; p++) {
            start(w, first, second, p, values, bias, 1);
            int at = z.panel(p) + firstRow * width;
            for (int b = 0; b < whole; b += 4) {
                tiles.startFourRows(w, wOffset + p * cols * width, cols, x, xOffset + b * xStep, xStep,
                        uOffset + p * uCols * width, uCols, h, hOffset + b * hStep, hStep, values, bias,
                        at + b * width);
            }
        }
        if (whole < rows) {
            GateKernels.super.preActivate(w, first, second, wOffset, cols, x, xOffset + whole * xStep, xStep,
                    uOffset, uCols, h, hOffset + whole * hStep, hStep, z, firstRow + whole, rows - whole);
        }
    }

    @Override
    public void multiply(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, GateRows z, int firstRow,
            int rows) {
        int stride = z.panelStride();
        int panel = cols * width;
        int p = 0;
        if (rows == 1) {
            for (; p + 2 <= panels; p += 2) {
                int at = z.panel(p) + firstRow * width;
                tiles.multiplyTwoPanels(w, wOffset + p * panel, wOffset + p * panel + panel, cols, x, xOffset,
                        z.values(), at, at + stride);
            }
        }
        for (; p < panels; p++) {
            int at = z.panel(p) + firstRow * width;
            int b = 0;
            for (; b + 2 <= rows; b += 2) {
                int xAt = xOffset + b * xStep;
                tiles.multiplyTwoRows(w, wOffset + p * panel, cols, x, xAt, xAt + xStep, z.values(),
                        at + b * width);
            }
            if (b < rows) {
                tiles.multiplyRow(w, wOffset + p * panel, cols, x, xOffset + b * xStep, z.values(),
                        at + b * width);
            }
        }
    }

    /// From eight rows on, if whole vectors of columns fit into a row of the gradient.
    @Override
    public float[] newTransposed(int cols, int dXStep, int rows) {
        int whole = (cols + L - 1) & -L;
        return new float[rows < 8 || whole > dXStep ? 0 : panels * width * whole];
    }

    @Override
    public void transpose(float[] w, int wOffset, int cols, float[] transposed) {
        if (transposed.length == 0) {
            return;
        }
        int count = panels * width;
        int lastPair = transposed.length / count & -2 * L;
        for (int p = 0; p < panels; p++) {
            for (int c = 0; c < cols; c++) {
                int from = wOffset + (p * cols + c) * width;
                int step = c < lastPair ? 2 * L : L;
                int block = c & -step;
                int to = block * count + p * width * step + c - block;
                for (int i = 0; i < width; i++) {
                    transposed[to + i * step] = w[from + i];
                }
            }
        }
    }

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int cols, float[] transposed, GateRows dZ, int firstRow, int rows,
            float[] dX, int dXOffset, int dXStep) {
        if (transposed.length > 0) {
            multiplyTransposed(transposed, dZ, firstRow, rows, dX, dXOffset, dXStep);
            return;
        }
        float[] sums = dZ.values();
        for (int b = 0; b < rows; b++) {
            int row = dZ.panel(0) + (firstRow + b) * width;
            int to = dXOffset + b * dXStep;
            int c = 0;
            for (; c + L <= cols; c += L) {
                partialSums(w, wOffset, cols, c, L, dZ, row);
                LaneSums.addColumns(sums, sums.length - SUMS, dX, to + c);
            }
            if (c + 8 <= cols && c + L <= dXStep) {
                // Eight columns, and eight of zeros for which the row has room.
                partialSums(w, wOffset, cols, c, 8, dZ, row);
                Arrays.fill(sums, sums.length - SUMS / 2, sums.length, 0);
                LaneSums.addColumns(sums, sums.length - SUMS, dX, to + c);
                c += 8;
            }
            for (; c < cols; c++) {
                partialSumsOfColumn(w, wOffset, cols, c, dZ, row);
                dX[to + c] += LaneSums.one(sums, sums.length - SUMS);
            }
        }
    }

    /// Block by block of columns, and in it panel by panel, so that a part of the matrix is read for all rows while it is at hand.
    private void multiplyTransposed(
            float[] transposed, GateRows dZ, int firstRow, int rows, float[] dX, int dXOffset, int dXStep) {
        int count = panels * width;
        int cols = transposed.length / count;
        float[] z = dZ.values();
        for (int c = 0; c < cols; c += 2 * L) {
            boolean pair = c + 2 * L <= cols;
            int step = pair ? 2 * L : L;
            for (int p = 0; p < panels; p++) {
                int w = c * count + p * width * step;
                int from = dZ.panel(p) + firstRow * width;
                int to = dXOffset + c;
                int b = 0;
                for (; pair && L == 16 && b + 8 <= rows; b += 8) {
                    TransposedTiles.eightRowsTwoVectors(transposed, w, width, z, from + b * width, width, dX,
                            to + b * dXStep, dXStep);
                }
                for (; pair && b + 4 <= rows; b += 4) {
                    TransposedTiles.fourRowsTwoVectors(transposed, w, width, z, from + b * width, width, dX,
                            to + b * dXStep, dXStep);
                }
                for (; b + 4 <= rows; b += 4) {
                    TransposedTiles.fourRowsOneVector(transposed, w, width, z, from + b * width, width, dX,
                            to + b * dXStep, dXStep);
                }
                for (; b < rows; b++) {
                    TransposedTiles.oneRow(transposed, w, width, step, z, from + b * width, dX,
                            to + b * dXStep);
                }
            }
        }
    }

    /// Leaves the 16 partial sums of each of `count` columns from `c` on behind the rows, as [LaneSums#addColumns] takes them.
    private void partialSums(float[] w, int wOffset, int cols, int c, int count, GateRows dZ, int row) {
        float[] z = dZ.values();
        int sums = z.length - SUMS;
        int stride = dZ.panelStride();
        int panel = cols * width;
        int at = wOffset + c * width;
        if (L == 8) {
            tiles.partialSumsOfEightColumns(w, at, 2 * panel, (panels + 1) / 2, z, row, 2 * stride, z, sums);
            tiles.partialSumsOfEightColumns(w, at + panel, 2 * panel, panels / 2, z, row + stride, 2 * stride,
                    z,
                    sums + 64);
            return;
        }
        for (int i = 0; i < count; i += 8) {
            tiles.partialSumsOfEightColumns(w, at + i * width, panel, panels, z, row, stride, z,
                    sums + i * L);
        }
    }

    /// Leaves the 16 partial sums of one column behind the rows.
    private void partialSumsOfColumn(float[] w, int wOffset, int cols, int c, GateRows dZ, int row) {
        float[] z = dZ.values();
        int sums = z.length - SUMS;
        int stride = dZ.panelStride();
        int panel = cols * width;
        int at = wOffset + c * width;
        if (L == 8) {
            tiles.partialSumsOfColumn(w, at, 2 * panel, (panels + 1) / 2, z, row, 2 * stride, z, sums);
            tiles.partialSumsOfColumn(w, at + panel, 2 * panel, panels / 2, z, row + stride, 2 * stride, z,
                    sums + 8);
        } else {
            tiles.partialSumsOfColumn(w, at, panel, panels, z, row, stride, z, sums);
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int cols, GateRows dZ, int firstRow, int rows, float[] x, int xOffset,
            int xStep) {
        for (int b = 0; b < rows; b += ROWS_AT_ONCE) {
            int n = Math.min(ROWS_AT_ONCE, rows - b);
            for (int p = 0; p < panels; p++) {
                int zAt = dZ.panel(p) + (firstRow + b) * width;
                int wAt = dWOffset + p * cols * width;
                int xAt = xOffset + b * xStep;
                int c = 0;
                for (; L == 16 && c + 4 <= cols; c += 4) {
                    tiles.outerProductFourColumns(dW, wAt + c * width, x, xAt + c, xStep, dZ.values(), zAt,
                            n);
                }
                for (; c + 2 <= cols; c += 2) {
                    tiles.outerProductTwoColumns(dW, wAt + c * width, x, xAt + c, xStep, dZ.values(), zAt, n);
                }
                if (c < cols) {
                    tiles.outerProductColumn(dW, wAt + c * width, x, xAt + c, xStep, dZ.values(), zAt, n);
                }
            }
        }
    }

    /// Behind the rows, as the gradient of a column of ones.
    @Override
    public void sum(float[] dB, int first, int second, GateRows dZ, int rows) {
        float[] z = dZ.values();
        int sums = z.length - SUMS;
        for (int p = 0; p < panels; p++) {
            Arrays.fill(z, sums, sums + width, 0);
            tiles.outerProductColumn(z, sums, ONE, 0, 0, z, dZ.panel(p), rows);
            addTo(dB, first, p * width, z, sums);
            addTo(dB, second, p * width, z, sums);
        }
    }

    private void addTo(float[] dB, int bias, int panel, float[] z, int sums) {
        if (bias != NONE) {
            for (int i = 0; i < width; i += L) {
                FloatVector.fromArray(S, dB, bias + panel + i).add(FloatVector.fromArray(S, z, sums + i))
                        .intoArray(dB, bias + panel + i);
            }
        }
    }

    @Override
    public void copyToStates(GateRows z, int firstRow, int rows, float[] y, int yOffset) {
        for (int p = 0; p < panels; p++) {
            for (int b = 0; b < rows; b++) {
                System.arraycopy(z.values(), z.panel(p) + (firstRow + b) * L, y,
                        yOffset + b * stateWidth() + p * L, L);
            }
        }
    }

    @Override
    public void copyFromStates(float[] y, int yOffset, GateRows z, int firstRow, int rows) {
        for (int p = 0; p < panels; p++) {
            for (int b = 0; b < rows; b++) {
                System.arraycopy(y, yOffset + b * stateWidth() + p * L, z.values(),
                        z.panel(p) + (firstRow + b) * L, L);
            }
        }
    }

    @Override
    public void lstm(
            float[] w, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before, int after,
            float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        VectorLstm.forward(panels, w, peepholes, z.values(), z.panel(0) + firstRow * width, z.panelStride(),
                rows, c,
                before,
                after, tanhC, tanhCOffset, h, hOffset);
    }

    @Override
    public void lstmBackward(
            float[] w, float[] dW, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before,
            int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC) {
        VectorLstm.backward(panels, w, dW, peepholes, z.values(), z.panel(0) + firstRow * width,
                z.panelStride(), rows, c,
                before, after, tanhC, tanhCOffset, dH, dC);
    }

    @Override
    public void gru(GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, int after) {
        VectorGru.forward(panels, a.values(), u.values(), a.panel(0) + firstRow * width, a.panelStride(),
                rows, h, before,
                after);
    }

    @Override
    public void gruBackward(
            GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, float[] dH) {
        VectorGru.backward(panels, a.values(), u.values(), a.panel(0) + firstRow * width, a.panelStride(),
                rows, h, before,
                dH);
    }
}
