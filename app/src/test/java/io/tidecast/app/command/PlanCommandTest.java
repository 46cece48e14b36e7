package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.app.plan.ClusterPlan;
import io.tidecast.app.plan.ModelSpeed;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.SizePlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT;
    private static final SizePlan SERIES = SizePlan.of(OPTIONS, 24);
    private static final ModelSpeed SPEED = new ModelSpeed(20_000, 1, true);

    @Test
    void moreSeriesThanTheHeapOfOneInstanceHoldsAskForMore() {
        long heap = 1L << 30;
        ClusterPlan few = ClusterPlan.of(OPTIONS, SPEED, 100, 10, 24, heap, 2);
        ClusterPlan many = ClusterPlan.of(OPTIONS, SPEED, 100_000, 10, 24, heap, 2);
        assertEquals(1, few.instances());
        assertTrue(many.instances() * heap > 100_000 * SERIES.heapBytes(), many::toString);
        assertTrue(many.partitions() >= 2 * many.instances(), many::toString);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertEquals(List.of(), ClusterPlan.of(OPTIONS, SPEED, 100, 10, 24, 1L << 30, 2).warnings(OPTIONS));
        ForecastOptions large = OPTIONS.withForecaster(ForecasterOptions.DEFAULT
                .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 160)));
        String warnings = String.join("\n",
                ClusterPlan.of(large, SPEED, 100, 10, 24, 8L << 30, 2).warnings(large));
        assertTrue(warnings.contains("A snapshot does not fit into a record"), warnings);
        String live = String.join("\n",
                ClusterPlan.of(OPTIONS, SPEED, 10_000, 10, 24, 8L << 30, 2).warnings(OPTIONS));
        assertTrue(live.contains("Set live.bytes="), live);
    }

    @Test
    void moreSeriesThanOneHeapHoldsAreAdvisedToShareTheWorkOrToTakeASmallerModel() {
        long heap = 1L << 30;
        ClusterPlan many = ClusterPlan.of(OPTIONS, SPEED, 10_000, 10, 24, heap, 2);
        String advice = many.warnings(OPTIONS).getFirst();
        assertTrue(advice.contains("take " + many.instances() + " instances, or model.hidden.size=")
                && advice.contains(", with which one holds them. With weights=shared"), advice);
        var size = Pattern.compile("model\\.hidden\\.size=(\\d+)").matcher(advice);
        assertTrue(size.find(), advice);
        ForecastOptions smaller = OPTIONS.withForecaster(ForecasterOptions.DEFAULT.withNetwork(
                NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, Integer.parseInt(size.group(1)))));
        assertTrue(ClusterPlan.of(smaller, SPEED, 10_000, 1, 24, heap, 2).warnings(smaller).stream()
                .noneMatch(warning -> warning.contains("of heap")), advice);
        String hopeless = ClusterPlan.of(OPTIONS, SPEED, 1_000_000, 10, 24, heap, 2).warnings(OPTIONS)
                .getFirst();
        assertTrue(hopeless.contains(" instances; no smaller network makes one hold them. With"), hopeless);
    }

    @Test
    void aSpeedThatWasMeasuredBesideOtherWorkIsSaidToBeOne() {
        assertEquals("", doubts(new ModelSpeed(20_000, 0.81, true)));
        assertTrue(doubts(new ModelSpeed(20_000, 0.79, true)).contains("only 79 % of a core"));
        assertTrue(doubts(new ModelSpeed(900, 0.9, false)).contains("still compiling"));
    }

    private static String doubts(ModelSpeed speed) {
        return String.join("\n",
                ClusterPlan.of(OPTIONS, speed, 100, 10, 24, 1L << 30, 2).warnings(OPTIONS));
    }

    @Test
    void nothingCannotBePlanned() {
        assertThrows(IllegalArgumentException.class, () -> ClusterPlan.of(OPTIONS, SPEED, 0, 10, 24, 1, 1));
    }

    @Test
    void theCommandPrintsATableOrJson() throws Exception {
        String[] plan = {"plan", "--keys", "1000", "--rate", "100", "--hidden-size", "4", "--output", "json"};
        var output = new StringWriter();
        var command = TidecastCommand.commandLine().setOut(new PrintWriter(output, true));
        assertEquals(0, command.execute(plan));
        var json = new ObjectMapper().readTree(output.toString());
        assertEquals(1000, json.at("/plan/keys").asInt());
        assertTrue(json.at("/plan/series/snapshotBytes").asInt() > 0, json.toString());
        assertTrue(json.at("/plan/speed/readingsPerSecond").asDouble() > 0, json.toString());
        output.getBuffer().setLength(0);
        assertEquals(0, command.execute(Arrays.copyOf(plan, plan.length - 2)));
        assertTrue(output.toString().contains("| snapshot of one series"), output.toString());
        assertEquals(2, TidecastCommand.commandLine().execute("plan", "--keys", "1000"));
    }
}
