/// The kernels by the Java Vector API: the only package that names `jdk.incubator.vector`, and loaded only where that module is.
///
/// # Layout
///
/// A layer's units are cut into panels of 8; the last one is filled up with units that are always 0. A panel of a matrix
/// `[G·H, cols]` lies as `[cols][G][8]`, so that the gates of 8 units are `G` neighbouring vectors and a product needs no sum
/// across lanes on the way forward. Rows of gates lie as `[panel][row][G][8]`.
///
/// # Order of sums
///
/// Forward: each lane is its own unit, summed by fused multiply-add over bias, inputs, then states, in the order of columns; so a
/// row has the same bits in every batch. Backward: 8 partial sums over the panels, then a tree of fixed shape. `reduceLanes` is not
/// used: its order is not specified.
///
/// # Shape of the code
///
/// The compiler keeps vectors in registers only in small methods with loops of their own, and stops inlining helpers that pass
/// vectors once a method has grown (then every vector is an object). So loads and stores are written out, and methods hand arrays to
/// each other, not vectors.
@NullMarked
package io.tidecast.model.kernel.vector;

import org.jspecify.annotations.NullMarked;
