/// Losses, optimisers, clipping and truncated back-propagation through time.
@NullMarked
package io.tidecast.model.train;

import org.jspecify.annotations.NullMarked;
