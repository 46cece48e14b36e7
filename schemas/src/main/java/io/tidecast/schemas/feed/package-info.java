/// How what senders send becomes readings: the formats of the readings topic, and their mapping by configuration.
///
/// ```
/// bytes ─▶ DocumentParser (one of each format) ─▶ documents: trees of named fields ─▶ DocumentMapper ─▶ readings
/// ```
@NullMarked
package io.tidecast.schemas.feed;

import org.jspecify.annotations.NullMarked;
