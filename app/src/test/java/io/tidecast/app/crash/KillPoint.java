package io.tidecast.app.crash;

/// Where an instance ends itself as `kill -9` would end it, when it is told to.
enum KillPoint {
    /// A reading's journal entry is at the broker, its forecast is not.
    IN_UPDATE('u'),
    /// All records and offsets of a transaction are at the broker, its commit is not asked for.
    BEFORE_COMMIT('b'),
    /// The commit is asked for, and may or may not get through.
    IN_COMMIT('c'),
    /// The commit is through, and nothing has been done after it.
    AFTER_COMMIT('a');

    /// The byte that means it.
    final int order;

    KillPoint(char order) {
        this.order = order;
    }
}
