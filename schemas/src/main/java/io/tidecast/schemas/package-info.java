/// Wire formats of the Avro records in `io.tidecast.v1`.
@NullMarked
package io.tidecast.schemas;

import org.jspecify.annotations.NullMarked;
