/// What a pipeline does, as meters that Prometheus reads.
@NullMarked
package io.tidecast.app.metrics;

import org.jspecify.annotations.NullMarked;
