@NullMarked
package io.tidecast.connectors.csv;

import org.jspecify.annotations.NullMarked;
