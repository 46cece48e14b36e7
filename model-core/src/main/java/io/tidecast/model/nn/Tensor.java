package io.tidecast.model.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Values with a shape, row-major. For everything that is not a step of the pipeline: modules, files, tests.
public final class Tensor {
    private final List<Integer> shape;
    private final float[] values;

    /// @param values kept, not copied
    /// @throws IllegalArgumentException when there are not as many values as the shape asks for
    public Tensor(float[] values, Integer... shape) {
        this(values, List.of(shape));
    }

    /// As the other constructor.
    public Tensor(float[] values, List<Integer> shape) {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape %s needs %d values, got %d".formatted(shape, size, values.length));
        }
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    /// All zero.
    public static Tensor zeros(Integer... shape) {
        return new Tensor(new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
    }

    public List<Integer> shape() {
        return shape;
    }

    /// The values themselves, not a copy.
    public float[] values() {
        return values;
    }

    /// The same values in another shape.
    public Tensor reshape(Integer... other) {
        return new Tensor(values, other);
    }

    /// A copy with the first two dimensions exchanged, `[T, B, N]` to `[B, T, N]` or back.
    public Tensor swapFirstTwo() {
        int rows = shape.get(0);
        int cols = shape.get(1);
        int width = rows * cols == 0 ? 0 : values.length / (rows * cols);
        float[] swapped = new float[values.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                System.arraycopy(values, (r * cols + c) * width, swapped, (c * rows + r) * width, width);
            }
        }
        var other = new ArrayList<>(shape);
        other.set(0, cols);
        other.set(1, rows);
        return new Tensor(swapped, other);
    }

    /// Refuses another shape.
    ///
    /// @return this
    Tensor require(String name, Integer... expected) {
        if (!shape.equals(List.of(expected))) {
            throw new IllegalArgumentException(
                    "%s must have shape %s, got %s".formatted(name, List.of(expected), shape));
        }
        return this;
    }

    @Override
    public String toString() {
        return shape + Arrays.toString(values);
    }
}
