@NullMarked
package io.tidecast.connectors.mqtt;

import org.jspecify.annotations.NullMarked;
