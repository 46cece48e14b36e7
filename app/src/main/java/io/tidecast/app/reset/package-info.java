/// Making a pipeline forget what it has learnt and where it was.
@NullMarked
package io.tidecast.app.reset;

import org.jspecify.annotations.NullMarked;
