@NullMarked
package io.tidecast.app.fleet;

import org.jspecify.annotations.NullMarked;
