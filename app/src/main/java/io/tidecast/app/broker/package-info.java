@NullMarked
package io.tidecast.app.broker;

import org.jspecify.annotations.NullMarked;
