package io.tidecast.app.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidecast.app.plan.ModelSpeed.Round;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSpeedTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void itIsMeasuredUntilARoundConfirmsTheOneBefore() {
        assertEquals(new ModelSpeed(136_000, 1, true),
                measured(round(500, 0), round(40_000, 0), round(70_000, 0), round(66_000, 0)));
    }

    @Test
    void roundsThatAgreeWhileTheCompilerIsAtWorkConfirmNothing() {
        assertEquals(new ModelSpeed(140_000, 1, true), measured(round(56, SECOND), round(56, SECOND),
                round(56, SECOND / 10), round(70_000, SECOND / 10), round(70_000, SECOND / 40)));
    }

    @Test
    void whatOthersTakeOfTheProcessorCountsForTheShareAndNotForTheSpeed() {
        var round = new Round(70_000, SECOND / 2, 2 * SECOND, 0);
        assertEquals(new ModelSpeed(140_000, 0.25, true), measured(round, round));
    }

    @Test
    void roundsThatNeverAgreeEndWhenTheTimeIsUp() {
        var left = new ArrayList<Long>();
        ModelSpeed speed = ModelSpeed.settled(most -> {
            left.add(most);
            return new Round(1L << left.size(), SECOND, 10 * SECOND, 0);
        });
        assertEquals(List.of(30 * SECOND, 20 * SECOND, 10 * SECOND), left);
        assertEquals(new ModelSpeed(6, 0.1, false), speed);
    }

    private static Round round(long readings, long compilerNanos) {
        return new Round(readings, SECOND / 2, SECOND / 2, compilerNanos);
    }

    /// By exactly these rounds.
    private static ModelSpeed measured(Round... rounds) {
        Iterator<Round> left = List.of(rounds).iterator();
        ModelSpeed speed = ModelSpeed.settled(_ -> left.next());
        assertFalse(left.hasNext(), "rounds are left");
        return speed;
    }
}
