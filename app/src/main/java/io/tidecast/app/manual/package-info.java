/// The manual, made of the commands themselves.
@NullMarked
package io.tidecast.app.manual;

import org.jspecify.annotations.NullMarked;
