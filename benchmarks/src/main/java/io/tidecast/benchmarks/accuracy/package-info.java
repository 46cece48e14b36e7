/// Forecast accuracy on public series, against targets and published figures.
@NullMarked
package io.tidecast.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
