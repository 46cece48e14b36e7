package io.tidecast.model.nn;

import java.util.List;

/// A named tensor inside the flat array of [Parameters].
public final class Slice {
    private final String name;
    private final int offset;
    private final List<Integer> shape;
    private final Placement placement;

    Slice(String name, int offset, List<Integer> shape, Placement placement) {
        this.name = name;
        this.offset = offset;
        this.shape = List.copyOf(shape);
        this.placement = placement;
    }

    /// Its name in a PyTorch `state_dict`, for example `rnn.weight_ih_l0`.
    public String name() {
        return name;
    }

    /// Its dimensions; its values are counted row-major.
    public List<Integer> shape() {
        return shape;
    }

    /// The number of its values.
    public int size() {
        return placement.rows() * placement.cols();
    }

    /// Index of its `i`-th value in the flat array.
    public int index(int i) {
        return offset + placement.row(i / placement.cols()) + i % placement.cols() * placement.step();
    }

    /// Its name and shape.
    @Override
    public String toString() {
        return name + shape;
    }

    /// Index of where it begins.
    int offset() {
        return offset;
    }

    /// Copies its values out of a flat array, row-major.
    void gather(float[] from, float[] to, int toOffset) {
        int i = toOffset;
        for (int r = 0; r < placement.rows(); r++) {
            int row = offset + placement.row(r);
            for (int c = 0; c < placement.cols(); c++) {
                to[i++] = from[row + c * placement.step()];
            }
        }
    }

    /// Copies its values into a flat array; the gaps stay.
    void scatter(float[] from, int fromOffset, float[] to) {
        int i = fromOffset;
        for (int r = 0; r < placement.rows(); r++) {
            int row = offset + placement.row(r);
            for (int c = 0; c < placement.cols(); c++) {
                to[row + c * placement.step()] = from[i++];
            }
        }
    }
}
