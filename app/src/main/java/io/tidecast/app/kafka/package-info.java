@NullMarked
package io.tidecast.app.kafka;

import org.jspecify.annotations.NullMarked;
