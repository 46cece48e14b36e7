/// One library beside Tidecast: run it with `benchmarks/run peers`.
@NullMarked
package io.tidecast.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
