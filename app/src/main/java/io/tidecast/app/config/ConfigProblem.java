package io.tidecast.app.config;

/// Something in a configuration that is wrong.
///
/// @param key     that it is about; empty: several or none
/// @param source  where that was given; empty: nowhere
/// @param message what is wrong, what was expected, what to do
public record ConfigProblem(String key, String source, String message) {}
