/// Large products by OpenBLAS, called through `java.lang.foreign`; everything else by other kernels.
///
/// The panels of the vector kernels are matrices as BLAS takes them, so nothing is copied or laid out anew: a panel of rows of gates is
/// `[rows][width]`, a panel of `W` is `Wᵀ`, `[cols][width]`. Where matrices lie row-major they are one panel.
///
/// # Order of sums
///
/// OpenBLAS runs on the calling thread alone, and gives the same bits from run to run for the same shape on the same kind of processor.
/// A row of a batch that it multiplies has not the bits of that row alone, which the other kernels multiply.
@NullMarked
package io.tidecast.model.kernel.openblas;

import org.jspecify.annotations.NullMarked;
