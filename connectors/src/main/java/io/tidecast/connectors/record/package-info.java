@NullMarked
package io.tidecast.connectors.record;

import org.jspecify.annotations.NullMarked;
