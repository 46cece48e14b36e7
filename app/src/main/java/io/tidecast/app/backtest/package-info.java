@NullMarked
package io.tidecast.app.backtest;

import org.jspecify.annotations.NullMarked;
