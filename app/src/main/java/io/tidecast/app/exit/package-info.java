@NullMarked
package io.tidecast.app.exit;

import org.jspecify.annotations.NullMarked;
