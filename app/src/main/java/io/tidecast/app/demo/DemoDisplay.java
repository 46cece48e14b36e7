package io.tidecast.app.demo;

import io.tidecast.app.log.Terminal;

/// What a person sees while a demo runs.
interface DemoDisplay extends AutoCloseable {
    /// One line about what happens.
    void say(String line);

    /// The state of the feed; called often.
    ///
    /// @param expected  readings to come in all, as far as is known; -1: no end
    void update(ScoreBoard board, long expected);

    @Override
    void close();

    /// Live on a terminal, plain elsewhere.
    static DemoDisplay choose() {
        return Terminal.isAttached() ? new LiveDisplay(System.err) : new PlainDisplay(System.err);
    }
}
