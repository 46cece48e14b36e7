package io.tidecast.model.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All weights of a network in one flat array, their gradients in another of the same layout, and the names of the slices.
///
/// Names, shapes and their order are those of a PyTorch `state_dict`, so that weights map one to one.
public final class Parameters {
    private final List<Slice> slices;
    private final float[] values;
    private final float[] gradients;

    private Parameters(List<Slice> slices, int size) {
        this.slices = List.copyOf(slices);
        this.values = new float[size];
        this.gradients = new float[size];
    }

    /// The weights themselves, not a copy.
    public float[] values() {
        return values;
    }

    /// The gradients of the last backward passes, accumulated since [#zeroGradients]; the array itself, not a copy.
    public float[] gradients() {
        return gradients;
    }

    /// The tensors in `state_dict` order.
    public List<Slice> slices() {
        return slices;
    }

    /// The tensor of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    public Slice slice(String name) {
        return slices.stream().filter(slice -> slice.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no parameter is named %s; there are %s"
                                .formatted(name, slices.stream().map(Slice::name).toList())));
    }

    /// A copy of one tensor's values.
    public float[] copyOf(Slice slice) {
        return Arrays.copyOfRange(values, slice.offset(), slice.offset() + slice.size());
    }

    /// Replaces one tensor's values.
    ///
    /// @throws IllegalArgumentException when the number of values is not the slice's size
    public void set(Slice slice, float... replacement) {
        if (replacement.length != slice.size()) {
            throw new IllegalArgumentException(
                    "%s must have shape %s, that is %d values, got %d"
                            .formatted(slice.name(), slice.shape(), slice.size(), replacement.length));
        }
        System.arraycopy(replacement, 0, values, slice.offset(), replacement.length);
    }

    public void zeroGradients() {
        Arrays.fill(gradients, 0);
    }

    /// Hands out slices while a network is being put together.
    public static final class Layout {
        private final List<Slice> slices = new ArrayList<>();
        private int size;

        /// Appends a tensor.
        public Slice add(String name, Integer... shape) {
            var slice = new Slice(name, size, List.of(shape));
            size = Math.addExact(size, slice.size());
            slices.add(slice);
            return slice;
        }

        /// The parameters, all zero, of every slice added so far.
        public Parameters allocate() {
            return new Parameters(slices, size);
        }
    }
}
