@NullMarked
package io.tidecast.benchmarks;

import org.jspecify.annotations.NullMarked;
