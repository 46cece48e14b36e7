@NullMarked
package io.tidecast.model;

import org.jspecify.annotations.NullMarked;
