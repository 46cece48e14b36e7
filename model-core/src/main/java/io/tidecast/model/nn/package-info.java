/// Recurrent cells, layers and networks, each with its backward pass beside its forward pass.
///
/// Letters, everywhere in this package: `T` steps, `B` batch rows, `I` inputs, `H` hidden units, `P` size of the hidden
/// state that a layer hands on (`P = H` unless projected), `L` layers, `G` gates, `O` outputs. Arrays are flat and
/// row-major; `[T][B][H]` means that the last letter runs fastest.
@NullMarked
package io.tidecast.model.nn;

import org.jspecify.annotations.NullMarked;
