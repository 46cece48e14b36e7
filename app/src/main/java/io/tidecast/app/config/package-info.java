@NullMarked
package io.tidecast.app.config;

import org.jspecify.annotations.NullMarked;
