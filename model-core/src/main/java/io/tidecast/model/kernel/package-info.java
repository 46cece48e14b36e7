/// The arithmetic that every network shares: products, activations, norms.
@NullMarked
package io.tidecast.model.kernel;

import org.jspecify.annotations.NullMarked;
