@NullMarked
package io.tidecast.app.train;

import org.jspecify.annotations.NullMarked;
