package io.tidecast.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Kafka Streams makes of the properties that it is given: presets, and an application's own over them.
class StreamsPresetsTest {
    private static StreamsConfig config(Map<String, String> given) {
        var all = new HashMap<>(given);
        all.put("bootstrap.servers", "localhost:9092");
        return new StreamsConfig(TidecastConfig.of(all, "test").streamsProperties());
    }

    private static Map<String, Object> consumer(Map<String, String> given) {
        return config(given).getMainConsumerConfigs("tidecast", "client", 1);
    }

    @Test
    void aKilledInstanceIsMissedAsSoonAsBrokersAllowByDefault() {
        assertEquals(6_000, consumer(Map.of()).get("session.timeout.ms"));
        assertEquals(1_000, consumer(Map.of()).get("heartbeat.interval.ms"));
        Map<String, String> quicker = Map.of("consumer.session.timeout.ms", "3000",
                "consumer.heartbeat.interval.ms", "500");
        assertEquals("3000", consumer(quicker).get("session.timeout.ms"));
        assertEquals("500", consumer(quicker).get("heartbeat.interval.ms"));
    }

    @Test
    void anInstanceIsDynamicUntilItHasAName() {
        assertEquals(null, consumer(Map.of()).get("group.instance.id"));
        // Kafka Streams adds the number of the thread: each is a member.
        assertEquals("plant-3-1", consumer(Map.of("instance.name", "plant-3")).get("group.instance.id"));
    }

    @Test
    void thereAreNoStandbysUntilTheyAreAskedFor() {
        assertEquals(0, config(Map.of()).getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG));
        assertEquals(2, config(Map.of("num.standby.replicas", "2"))
                .getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG));
    }

    @Test
    void racksAndTagsReachTheAssignment() {
        Map<String, String> given = Map.of("client.rack", "room-2", "rack.aware.assignment.strategy",
                "min_traffic", "rack.aware.assignment.traffic_cost", "7",
                "rack.aware.assignment.non_overlap_cost", "3", "client.tag.zone", "north",
                "client.tag.cluster", "k1", "rack.aware.assignment.tags", "zone,cluster");
        StreamsConfig config = config(given);
        assertEquals(Map.of("zone", "north", "cluster", "k1"), config.getClientTags());
        assertEquals(List.of("zone", "cluster"),
                config.getList(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG));
        assertEquals("min_traffic", config.getString(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG));
        assertEquals(7, config.getInt(StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG));
        assertEquals(3, config.getInt(StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG));
        assertEquals("room-2", consumer(given).get("client.rack"));
    }

    @ParameterizedTest
    @CsvSource({"topic.cleanup.policy, compact, 'compact,delete'", "topic.segment.bytes, 67108864, 1048576",
            "topic.min.cleanable.dirty.ratio, 0.2, 0.5", "probing.rebalance.interval.ms, 60000, 120000",
            "producer.transaction.timeout.ms, 60000, 20000", "producer.batch.size, 262144, 16384",
            "commit.interval.ms, 100, 500"})
    void presetsGiveWay(String key, String preset, String own) {
        assertEquals(preset, value(config(Map.of()), key));
        assertEquals(own, value(config(Map.of(key, own)), key));
    }

    private static String value(StreamsConfig config, String key) {
        return String.valueOf(config.originals().get(key));
    }

    @Test
    void changelogsAreCreatedWithWhatIsSaidOfTopics() {
        Map<String, Object> consumer = consumer(
                Map.of("topic.cleanup.policy", "compact,delete", "topic.retention.ms", "86400000"));
        assertEquals("compact,delete", consumer.get("topic.cleanup.policy"));
        assertEquals("86400000", consumer.get("topic.retention.ms"));
        assertTrue(consumer.containsKey("topic.segment.bytes"), consumer::toString);
    }
}
