@NullMarked
package io.tidecast.connectors.reading;

import org.jspecify.annotations.NullMarked;
