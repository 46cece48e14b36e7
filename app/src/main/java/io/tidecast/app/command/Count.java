package io.tidecast.app.command;

/// So many of something, in words.
final class Count {
    private Count() {}

    /// @param one its name in the singular, whose plural ends with an s
    static String of(long count, String one) {
        return count == 1 ? "1 " + one : "%,d %ss".formatted(count, one);
    }
}
