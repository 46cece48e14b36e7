package io.tidecast.connectors.mqtt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/// Names a series by a message's topic: the groups of a pattern put into a template.
///
/// @param pattern   what the whole topic must match
/// @param template  with `$1`, `$2`, ... for its groups
record TopicPattern(Pattern pattern, String template) {
    static final ConfigDef.Validator PATTERN = (name, value) -> {
        try {
            Pattern.compile(String.valueOf(value));
        } catch (PatternSyntaxException e) {
            throw new ConfigException(name, value, "expected a regular expression: " + e.getDescription());
        }
    };

    /// @throws ConfigException if the template names a group that the pattern has not
    static TopicPattern of(String pattern, String template) {
        var compiled = Pattern.compile(pattern);
        // A pattern that matches the empty text has all groups of the original.
        Matcher groups = Pattern.compile(pattern + "|").matcher("");
        try {
            if (groups.find()) {
                groups.appendReplacement(new StringBuilder(), template);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ConfigException(MqttSourceOptions.KEY_TEMPLATE, template,
                    "expected groups of %s: %s".formatted(pattern, e.getMessage()));
        }
        return new TopicPattern(compiled, template);
    }

    /// The series id; null: the topic does not match.
    @Nullable
    String key(String topic) {
        Matcher matcher = pattern.matcher(topic);
        if (!matcher.matches()) {
            return null;
        }
        var key = new StringBuilder();
        matcher.appendReplacement(key, template);
        return key.toString();
    }
}
