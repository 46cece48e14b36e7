@NullMarked
package io.tidecast.connectors;

import org.jspecify.annotations.NullMarked;
