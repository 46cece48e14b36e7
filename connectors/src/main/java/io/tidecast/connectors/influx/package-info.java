@NullMarked
package io.tidecast.connectors.influx;

import org.jspecify.annotations.NullMarked;
