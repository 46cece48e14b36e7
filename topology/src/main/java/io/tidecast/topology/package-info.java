/// The Kafka Streams topology of online forecasters: readings in, forecasts and dead letters out.
@NullMarked
package io.tidecast.topology;

import org.jspecify.annotations.NullMarked;
