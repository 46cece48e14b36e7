@NullMarked
package io.tidecast.connectors.lineprotocol;

import org.jspecify.annotations.NullMarked;
