package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.topology.IncompatibleStateException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;

/// What a thread of Kafka Streams died of.
///
/// @param thrown null: it is not known
record CauseOfDeath(@Nullable Throwable thrown) {
    static final CauseOfDeath UNKNOWN = new CauseOfDeath(null);

    /// Whether a new thread would die of the same.
    boolean isLasting() {
        return isOf(IncompatibleStateException.class) || isOf(MissingSourceTopicException.class)
                || isRefusal();
    }

    /// In words.
    String text() {
        if (thrown == null) {
            return "all its threads have died";
        }
        Throwable root = causes().reduce(thrown, (_, deeper) -> deeper);
        return root instanceof IncompatibleStateException
                ? String.valueOf(root.getMessage())
                : root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /// As the end of a command.
    ///
    /// @param what has not been done
    CommandFailure failure(String what) {
        if (text().contains("No space left on device")) {
            return new CommandFailure(ExitCode.ENVIRONMENT,
                    what + ": the disk is full; make room or choose another place for the state", thrown);
        }
        return new CommandFailure(isRefusal() ? ExitCode.ENVIRONMENT : ExitCode.FAILED, what + ": " + text(),
                thrown);
    }

    /// Whether the brokers will not have it.
    private boolean isRefusal() {
        return isOf(AuthorizationException.class) || isOf(AuthenticationException.class);
    }

    private boolean isOf(Class<? extends Throwable> type) {
        return causes().anyMatch(type::isInstance);
    }

    /// From the outermost to the root.
    private Stream<Throwable> causes() {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
