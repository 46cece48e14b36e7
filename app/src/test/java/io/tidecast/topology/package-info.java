/// What the crash harness builds into a topology.
@NullMarked
package io.tidecast.topology;

import org.jspecify.annotations.NullMarked;
