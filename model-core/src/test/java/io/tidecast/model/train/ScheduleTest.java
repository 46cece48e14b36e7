package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.GoldenFile;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void ratesArePyTorchs() {
        for (var golden : GoldenFile.read("schedules")) {
            var schedule = switch (golden.option("schedule")) {
                case "step" -> new Schedule.StepDecay(4, 0.5);
                case "cosine" -> new Schedule.Cosine(19, 0.125);
                case "warm-up" -> new Schedule.WarmUp(5, new Schedule.Constant());
                default -> throw new IllegalArgumentException(golden.toString());
            };
            float[] rates = golden.tensor("rates");
            for (int n = 0; n < rates.length; n++) {
                assertEquals(rates[n], schedule.factor(n), 1e-6, golden + " at " + n);
            }
        }
    }

    @Test
    void whatFollowsAWarmUpBeginsAtItsBeginning() {
        var schedule = new Schedule.WarmUp(3, new Schedule.StepDecay(2, 0.5));
        assertEquals(1, schedule.factor(2));
        assertEquals(1, schedule.factor(4));
        assertEquals(0.5, schedule.factor(5));
    }

    @Test
    void aScheduleOfNoLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 0));
    }
}
