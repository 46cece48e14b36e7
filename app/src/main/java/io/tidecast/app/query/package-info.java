/// Asking a running instance through its HTTP queries.
@NullMarked
package io.tidecast.app.query;

import org.jspecify.annotations.NullMarked;
