package io.tidecast.app.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Configuration keys as environment variables, by the rule of Kafka's container images: `TIDECAST_MODEL_HIDDEN_SIZE` is
/// `model.hidden.size`. One underscore is a dot, two are an underscore, three are a dash.
final class EnvironmentKeys {
    private static final String PREFIX = "TIDECAST_";
    /// Variables of the launcher, the command line and the build.
    private static final Set<String> OTHERS = Set.of("JAVA_OPTS", "JAVA_HOME", "JDK_DIRS", "CONFIG");
    private static final String BUILD_PREFIX = "REQUIRE_";

    private EnvironmentKeys() {}

    /// The key that a variable sets; null: none.
    static @Nullable String key(String variable) {
        if (!variable.startsWith(PREFIX)) {
            return null;
        }
        String name = variable.substring(PREFIX.length());
        if (name.isEmpty() || OTHERS.contains(name) || name.startsWith(BUILD_PREFIX)) {
            return null;
        }
        return name.toLowerCase(Locale.ROOT).replace("___", "-").replace("__", "\0").replace('_', '.')
                .replace('\0', '_');
    }

    /// The variable that sets a key.
    static String variable(String key) {
        return PREFIX
                + key.replace("_", "__").replace("-", "___").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
