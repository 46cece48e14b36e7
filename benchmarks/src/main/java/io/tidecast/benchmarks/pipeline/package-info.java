/// What Kafka costs around the model: the same readings through plain topologies, through Tidecast, and through the model alone.
@NullMarked
package io.tidecast.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
