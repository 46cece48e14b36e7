@NullMarked
package io.tidecast.app.demo;

import org.jspecify.annotations.NullMarked;
