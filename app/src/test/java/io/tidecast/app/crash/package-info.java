/// The crash harness: what is killed hard and restarted gives the same committed answers as what ran through.
@NullMarked
package io.tidecast.app.crash;

import org.jspecify.annotations.NullMarked;
