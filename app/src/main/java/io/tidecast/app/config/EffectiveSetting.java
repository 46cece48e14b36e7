package io.tidecast.app.config;

/// A key with the value that holds.
///
/// @param key    its name
/// @param value  as text; secrets are hidden
/// @param source where it comes from: [#DEFAULT], [#PRESET], [#MISSING], the file, the environment variable or the command line
public record EffectiveSetting(String key, String value, String source) {
    /// Nobody has said anything.
    public static final String DEFAULT = "default";
    /// A property of Kafka that Tidecast sets unless told otherwise.
    public static final String PRESET = "preset";

    /// Nobody has said anything, and there is no default.
    public static final String MISSING = "missing";

    /// Whether somebody has given it.
    public boolean isGiven() {
        return !source.equals(DEFAULT) && !source.equals(PRESET) && !source.equals(MISSING);
    }
}
