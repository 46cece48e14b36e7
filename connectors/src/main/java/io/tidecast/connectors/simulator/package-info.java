@NullMarked
package io.tidecast.connectors.simulator;

import org.jspecify.annotations.NullMarked;
