@NullMarked
package io.tidecast.connectors.fleet;

import org.jspecify.annotations.NullMarked;
