@NullMarked
package io.tidecast.app.command;

import org.jspecify.annotations.NullMarked;
