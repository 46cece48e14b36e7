package io.tidecast.example;

import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.StreamsDefaults;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/// A plant's own Kafka Streams application: it turns boilers' temperatures into readings, has them forecast, and passes on the forecasts after an unusual one.
public final class PlantApplication {
    private PlantApplication() {}

    /// The plant's own streams, and the forecasts between them.
    static Topology topology() {
        var strings = Serdes.String();
        var builder = new StreamsBuilder();
        builder.stream("boilers", Consumed.with(strings, Serdes.Double()))
                .mapValues(fahrenheit -> "{\"value\": %s}".formatted((fahrenheit - 32) / 1.8))
                .to("readings", Produced.with(strings, strings));
        builder.stream("forecasts", Consumed.with(strings, strings))
                .filter((boiler, forecast) -> forecast.contains("\"flagged\":true"))
                .to("alarms", Produced.with(strings, strings));
        return ForecastTopology.addTo(builder.build(), ForecastOptions.DEFAULT);
    }

    static Properties properties(String bootstrapServers) {
        var properties = new Properties();
        properties.putAll(StreamsDefaults.properties());
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("application.id", "plant");
        return properties;
    }

    public static void main(String[] arguments) {
        var streams = new KafkaStreams(topology(), properties("localhost:9092"));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }
}
