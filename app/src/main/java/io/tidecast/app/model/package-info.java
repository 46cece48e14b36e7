@NullMarked
package io.tidecast.app.model;

import org.jspecify.annotations.NullMarked;
