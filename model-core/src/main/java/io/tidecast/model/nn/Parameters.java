package io.tidecast.model.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All weights of a network in one flat array, their gradients in another of the same layout, and the names of the slices.
///
/// Names, shapes and their order are those of a PyTorch `state_dict`, so that weights map one to one. Where a weight lies in the
/// array is the kernels' choice; [#copyOf], [#set], [#gather] and [#scatter] have them row-major, slice after slice.
public final class Parameters {
    private static final ThreadLocal<float[]> OF_THREAD = ThreadLocal.withInitial(() -> new float[0]);

    private final List<Slice> slices;
    private final float[] values;
    /// Null: those of the calling thread.
    private float @Nullable [] gradients;
    private final int size;

    private Parameters(List<Slice> slices, int room) {
        this.slices = List.copyOf(slices);
        this.values = new float[room];
        this.gradients = new float[room];
        size = slices.stream().mapToInt(Slice::size).sum();
    }

    /// The weights themselves, not a copy, each where its [Slice] says; 0 in the gaps between them.
    public float[] values() {
        return values;
    }

    /// The gradients of the last backward passes, accumulated since [#zeroGradients]; the array itself, laid out as [#values].
    public float[] gradients() {
        return gradients == null ? ofThread() : gradients;
    }

    /// Takes the gradients of the calling thread in the place of its own from now on: they are this network's from [#zeroGradients] until
    /// another that shares them begins. For networks by the thousand that learn one after the other, each in one call: what an update goes
    /// through in memory, and the heap of a network, are a quarter less.
    public void shareGradients() {
        gradients = null;
    }

    private float[] ofThread() {
        float[] shared = OF_THREAD.get();
        if (shared.length != values.length) {
            shared = new float[values.length];
            OF_THREAD.set(shared);
        }
        return shared;
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

    /// The number of weights.
    public int size() {
        return size;
    }

    /// A copy of one tensor's values.
    public float[] copyOf(Slice slice) {
        float[] copy = new float[slice.size()];
        slice.gather(values, copy, 0);
        return copy;
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
        slice.scatter(replacement, 0, values);
    }

    /// All weights without gaps, row-major, slice after slice, out of an array that is laid out as [#values].
    public float[] gather(float[] from) {
        float[] to = new float[size];
        gather(from, to);
        return to;
    }

    /// As [#gather(float\[\])], into an array.
    ///
    /// @param to overwritten, `[size]`
    public void gather(float[] from, float[] to) {
        int i = 0;
        for (Slice slice : slices) {
            slice.gather(from, to, i);
            i += slice.size();
        }
    }

    /// The reverse of [#gather(float\[\], float\[\])].
    public void scatter(float[] from, float[] to) {
        int i = 0;
        for (Slice slice : slices) {
            slice.scatter(from, i, to);
            i += slice.size();
        }
    }

    public void zeroGradients() {
        Arrays.fill(gradients(), 0);
    }

    /// Hands out slices while a network is being put together.
    public static final class Layout {
        private final List<Slice> slices = new ArrayList<>();
        private int room;

        /// Appends a tensor without gaps.
        public Slice add(String name, Integer... shape) {
            int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            return add(name, new Placement.Rows(1, count, count), shape);
        }

        /// Appends a tensor.
        Slice add(String name, Placement placement, Integer... shape) {
            int first = placement.firstFrom(room);
            var slice = new Slice(name, first, List.of(shape), placement);
            room = Math.addExact(first, placement.room());
            slices.add(slice);
            return slice;
        }

        /// The parameters, all zero, of every slice added so far.
        public Parameters allocate() {
            return new Parameters(slices, room);
        }
    }
}
