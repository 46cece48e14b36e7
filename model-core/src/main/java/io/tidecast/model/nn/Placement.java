package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;

/// Where the values of a tensor lie: rows, each with its values at equal distances. There may be gaps, for the kernels' sake; what is
/// in a gap is 0 and stays so.
sealed interface Placement {
    int rows();

    int cols();

    /// The room that it takes.
    int room();

    /// Where it is best put, at or behind that index.
    default int firstFrom(int index) {
        return index;
    }

    /// Where a row begins.
    int row(int row);

    /// The distance between two values of a row.
    default int step() {
        return 1;
    }

    /// Row after row, each on the room of `width` values.
    record Rows(int rows, int cols, int width) implements Placement {
        @Override
        public int room() {
            return rows * width;
        }

        @Override
        public int row(int row) {
            return row * width;
        }
    }

    /// `[G·H, cols]` as the kernels of a recurrent layer want it.
    ///
    /// Panels of vectors begin on a line of the cache, provided that the array does: the virtual machine puts its values 16 bytes behind
    /// a multiple of `-XX:ObjectAlignmentInBytes`. With 64 an update of one series is a tenth faster (docs/performance.md).
    record Gates(GateKernels kernels, int rows, int cols) implements Placement {
        /// In values.
        private static final int LINE = 64 / Float.BYTES;
        private static final int HEADER = 16 / Float.BYTES;

        @Override
        public int firstFrom(int index) {
            return step() == 1 ? index : index + Math.floorMod(-HEADER - index, LINE);
        }

        @Override
        public int room() {
            return kernels.weightCount(cols);
        }

        @Override
        public int row(int row) {
            return kernels.weightIndex(row, cols);
        }

        @Override
        public int step() {
            return kernels.weightStep();
        }
    }
}
