/// The size planner.
@NullMarked
package io.tidecast.app.plan;

import org.jspecify.annotations.NullMarked;
