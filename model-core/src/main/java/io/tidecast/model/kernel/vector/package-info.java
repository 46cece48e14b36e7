/// The kernels by the Java Vector API: the only package that names `jdk.incubator.vector`, and loaded only where that module is.
///
/// # Layout
///
/// `L` is 16 where the machine has vectors of 16 floats, else 8. A layer's units are cut into panels of `L`; the last one is filled up with
/// units that are always 0. A panel of a matrix `[G·H, cols]` lies as `[cols][G][L]`, so that the gates of `L` units are `G` neighbouring
/// vectors and a product needs no sum across lanes on the way forward. Rows of gates lie as `[panel][row][G][L]`.
///
/// # Order of sums
///
/// Forward: each lane is its own unit, summed by fused multiply-add over bias, inputs, then states, in the order of columns; so a
/// row has the same bits in every batch. Backward: 16 partial sums over units and gates, then a tree of fixed shape ([LaneSums]).
/// `reduceLanes` is not used: its order is not specified. Outputs and gradients have the same bits with both `L`; the gradient's norm
/// has not, so training has them only among machines of one width, or with `-XX:MaxVectorSize=32` on all.
///
/// # Shape of the code
///
/// The compiler keeps vectors in registers only in small methods with loops of their own, and stops inlining helpers that pass
/// vectors once a method has grown; where vectors of two widths meet, it cannot tell one from the other (measured: 70 KB of vector
/// objects for each record). So loads and stores are written out, methods hand arrays to each other, not vectors, and there is one width.
@NullMarked
package io.tidecast.model.kernel.vector;

import org.jspecify.annotations.NullMarked;
