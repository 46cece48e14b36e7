package io.tidecast.app.crash;

/// What is done to a run while it learns.
///
/// @param kind       what
/// @param newAnswers answers that are committed between the one before (or the start) and this one
record Disturbance(Kind kind, int newAnswers) {
    enum Kind {
        /// An instance is killed as by `kill -9`, and started again at once.
        KILL_INSTANCE,
        /// An instance is killed as by `kill -9`, and comes back only after the others have taken over.
        LOSE_INSTANCE,
        /// An instance ends itself as by `kill -9` at a [KillPoint], each of them in its turn, and is started again at once.
        KILL_AT_POINT,
        /// The broker is killed as by `kill -9`, and started again at once.
        KILL_BROKER,
        /// An instance is stopped as by `SIGTERM`, and started again once another has its partitions.
        RESTART_INSTANCE,
        /// An instance is paused by `SIGSTOP` until another has its partitions, then goes on as a zombie.
        PAUSE_INSTANCE,
        /// The disk of an instance's state fills up while it runs: it ends, ends again when it is started, and goes on when there is room.
        FILL_DISK,
        /// The broker is gone for more than a minute.
        BROKER_AWAY,
        /// The clock of an instance jumps an hour ahead; then it is killed, and comes back with a clock that is a day behind.
        JUMP_CLOCK
    }
}
