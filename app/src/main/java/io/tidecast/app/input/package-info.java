@NullMarked
package io.tidecast.app.input;

import org.jspecify.annotations.NullMarked;
