/// A thin client of schema registries that speak the Confluent protocol.
@NullMarked
package io.tidecast.schemas.registry;

import org.jspecify.annotations.NullMarked;
