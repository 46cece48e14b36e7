@NullMarked
package io.tidecast.topology;

import org.jspecify.annotations.NullMarked;
