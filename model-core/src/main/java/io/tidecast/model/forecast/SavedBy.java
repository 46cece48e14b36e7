package io.tidecast.model.forecast;

import io.tidecast.model.kernel.Kernels;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Which kernels a state was saved under, for information: other kernels go on from it as well, but what they learn has other bits.
///
/// It stands in the upper half of the format version's four bytes; 0 in states that were saved before it was noted.
final class SavedBy {
    private static final int SHIFT = 16;
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private SavedBy() {}

    /// The four bytes to save.
    static int noted(int version) {
        return Kernels.fastest().number() << SHIFT | version;
    }

    /// The format version in them.
    static int version(int saved) {
        return saved & (1 << SHIFT) - 1;
    }

    /// Says once in a process that the kernels are others than those the state was saved under.
    static void compare(int saved) {
        int then = saved >>> SHIFT;
        int now = Kernels.fastest().number();
        if (then != 0 && then != now && SAID.compareAndSet(false, true)) {
            System.getLogger(SavedBy.class.getName()).log(Level.WARNING,
                    "the state was saved under kernels of number {0}, here they are of number {1}: it goes on, but not with the bits that it would have had there (1: plain loops; 8, 16: vectors of so many floats; 256 more: with OpenBLAS)",
                    then, now);
        }
    }
}
