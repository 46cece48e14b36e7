/// How a running pipeline shows that it is alive, and how one asks.
@NullMarked
package io.tidecast.app.health;

import org.jspecify.annotations.NullMarked;
