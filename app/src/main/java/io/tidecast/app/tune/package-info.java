@NullMarked
package io.tidecast.app.tune;

import org.jspecify.annotations.NullMarked;
