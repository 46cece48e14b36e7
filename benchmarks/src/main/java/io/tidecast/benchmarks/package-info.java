/// JMH benchmarks: run them with `benchmarks/run`.
@NullMarked
package io.tidecast.benchmarks;

import org.jspecify.annotations.NullMarked;
