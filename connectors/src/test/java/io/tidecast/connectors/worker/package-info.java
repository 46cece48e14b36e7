/// A real worker, as a process, and a real broker for the tests of the packaged plugin.
@NullMarked
package io.tidecast.connectors.worker;

import org.jspecify.annotations.NullMarked;
