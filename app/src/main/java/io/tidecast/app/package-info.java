@NullMarked
package io.tidecast.app;

import org.jspecify.annotations.NullMarked;
