package io.tidecast.app.demo;

import java.io.PrintStream;
import java.util.Locale;

/// A few lines for a log file: what begins, and each quarter of the way.
final class PlainDisplay implements DemoDisplay {
    private static final int PARTS = 4;

    private final PrintStream out;
    private long partsSaid;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void update(ScoreBoard board, long expected) {
        long parts = expected > 0 ? Math.min(PARTS, PARTS * board.answered() / expected) : 0;
        if (parts > partsSaid) {
            partsSaid = parts;
            out.printf(Locale.ROOT, "%d %%: %,d of %,d readings answered%n", 100 * parts / PARTS,
                    board.answered(),
                    expected);
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
