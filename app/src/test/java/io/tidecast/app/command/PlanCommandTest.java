package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.plan.ClusterPlan;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.SizePlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT;
    private static final SizePlan SERIES = SizePlan.of(OPTIONS, 24);

    @Test
    void moreSeriesThanTheHeapOfOneInstanceHoldsAskForMore() {
        long heap = 1L << 30;
        ClusterPlan few = ClusterPlan.of(OPTIONS, 100, 10, 24, heap, 2);
        ClusterPlan many = ClusterPlan.of(OPTIONS, 100_000, 10, 24, heap, 2);
        assertEquals(1, few.instances());
        assertTrue(many.instances() * heap > 100_000 * SERIES.heapBytes(), many::toString);
        assertTrue(many.partitions() >= 2 * many.instances(), many::toString);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertEquals(List.of(), ClusterPlan.of(OPTIONS, 100, 10, 24, 1L << 30, 2).warnings(OPTIONS));
        ForecastOptions large = OPTIONS.withForecaster(ForecasterOptions.DEFAULT
                .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 160)));
        String warnings = String.join("\n", ClusterPlan.of(large, 100, 10, 24, 8L << 30, 2).warnings(large));
        assertTrue(warnings.contains("A snapshot does not fit into a record"), warnings);
        String live = String.join("\n",
                ClusterPlan.of(OPTIONS, 10_000, 10, 24, 8L << 30, 2).warnings(OPTIONS));
        assertTrue(live.contains("Set live.bytes="), live);
    }

    @Test
    void nothingCannotBePlanned() {
        assertThrows(IllegalArgumentException.class, () -> ClusterPlan.of(OPTIONS, 0, 10, 24, 1, 1));
    }

    @Test
    void theCommandPrintsItsTable() {
        assertEquals(0, TidecastCommand.commandLine().execute("plan", "--keys", "1000", "--rate", "100",
                "--hidden-size", "4"));
        assertEquals(2, TidecastCommand.commandLine().execute("plan", "--keys", "1000"));
    }
}
