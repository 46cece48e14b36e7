/// Following forecasts against what came.
@NullMarked
package io.tidecast.app.tail;

import org.jspecify.annotations.NullMarked;
