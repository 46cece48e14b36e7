/// What commands print: tables for people, JSON for programs.
@NullMarked
package io.tidecast.app.output;

import org.jspecify.annotations.NullMarked;
