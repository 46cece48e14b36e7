@NullMarked
package io.tidecast.connectors.replay;

import org.jspecify.annotations.NullMarked;
