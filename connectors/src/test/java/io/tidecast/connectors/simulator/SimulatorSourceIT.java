package io.tidecast.connectors.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.connectors.fleet.FleetOptions;
import io.tidecast.connectors.fleet.SensorFleet;
import io.tidecast.connectors.worker.Cluster;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorSourceIT {
    private static final String NAME = "simulator";
    private static final FleetOptions FLEET = new FleetOptions(List.of("hill", "mill"),
            FleetOptions.DEFAULT.start(),
            FleetOptions.DEFAULT.interval(), 300, 7);

    @Test
    void writesEachReadingOfTheFleetOnceThoughItIsStoppedInBetween() throws Exception {
        var codec = RecordCodec.readings(RecordFormat.JSON);
        var expected = new ArrayList<String>();
        try (var fleet = new SensorFleet(FLEET)) {
            fleet.forEachRemaining(
                    r -> expected.add(r.key() + " " + new String(codec.encode(r.toReading()), UTF_8)));
        }
        Cluster cluster = Cluster.shared();
        cluster.createTopic(NAME);
        cluster.worker().put(NAME,
                Map.of("connector.class", SimulatorSourceConnector.class.getName(), "topic", NAME,
                        "fleet.sites", "hill,mill", "fleet.seed", "7", "fleet.steps", "300",
                        "readings.per.second", "600",
                        "exactly.once.support", "required"));
        cluster.read(NAME, expected.size() / 3, NAME);
        cluster.worker().stop(NAME);
        cluster.worker().resume(NAME);
        List<String> written = cluster.read(NAME, expected.size(), NAME).stream()
                .map(record -> new String(record.key(), UTF_8) + " " + new String(record.value(), UTF_8))
                .toList();
        assertEquals(expected, written);
        cluster.worker().delete(NAME);
    }
}
