package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PageHinkleyTest {
    private static final long SEED = 20260407;

    private final Random random = new Random(SEED);
    private final PageHinkley detector = new PageHinkley();

    /// 20 alarms in 200,000 readings would be one in 10,000; a constant misjudgement of the scale is no drift either.
    @ParameterizedTest
    @CsvSource({"NORMAL, 1", "T3, 1", "SKEWED, 1", "NORMAL, 1.5", "T3, 0.5"})
    void seldomRaisesAFalseAlarm(Residuals residuals, double scale) {
        int alarms = 0;
        for (int i = 0; i < 200_000; i++) {
            alarms += detector.add(next(residuals, scale)) ? 1 : 0;
        }
        assertTrue(alarms < 20, alarms + " alarms, seed " + SEED);
    }

    @ParameterizedTest
    @EnumSource(Residuals.class)
    void findsErrorsThatHaveDoubledWithin200Readings(Residuals residuals) {
        for (int run = 0; run < 100; run++) {
            var fresh = new PageHinkley();
            for (int i = 0; i < 2000; i++) {
                fresh.add(next(residuals, 1));
            }
            boolean found = false;
            for (int i = 0; i < 200 && !found; i++) {
                found = fresh.add(next(residuals, 2));
            }
            assertTrue(found, "run " + run + ", seed " + SEED);
        }
    }

    @Test
    void beginsAnewAfterAnAlarm() {
        int readings = alarmAfter();
        assertEquals(readings, alarmAfter());
    }

    private int alarmAfter() {
        int readings = 1;
        while (!detector.add(3)) {
            readings++;
        }
        return readings;
    }

    @Test
    void aMissingErrorIsNoErrorAndOneSpikeIsNoDrift() {
        detector.add(Double.NaN);
        assertFalse(detector.add(Double.POSITIVE_INFINITY));
        assertFalse(detector.add(1));
    }

    @Test
    void goesOnFromItsSavedState() {
        for (int i = 0; i < 5; i++) {
            detector.add(3);
        }
        var loaded = new PageHinkley();
        SavedState.move(detector::save, loaded::load, PageHinkley.BYTES);
        for (int i = 0; i < 50; i++) {
            assertEquals(detector.add(3), loaded.add(3), "reading " + i);
        }
    }

    private double next(Residuals residuals, double scale) {
        return scale * Math.abs(residuals.next(random)) / residuals.meanSize();
    }
}
