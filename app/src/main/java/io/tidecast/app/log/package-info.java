@NullMarked
package io.tidecast.app.log;

import org.jspecify.annotations.NullMarked;
