/// Models and weights as files that other tools read and write.
@NullMarked
package io.tidecast.model.io;

import org.jspecify.annotations.NullMarked;
