/// The online forecaster of one series: a deterministic state machine from readings to forecasts.
@NullMarked
package io.tidecast.model.forecast;

import org.jspecify.annotations.NullMarked;
