/// What a running pipeline answers over HTTP: queries, health, metrics, and the live page.
@NullMarked
package io.tidecast.app.web;

import org.jspecify.annotations.NullMarked;
