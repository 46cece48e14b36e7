package io.tidecast.connectors.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.connectors.worker.Cluster;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresSinkIT {
    private static final String NAME = "postgres-sink";
    private static final Path CONFIG = Path.of("src/main/config");
    private static final RecordCodec<Forecast> CODEC = RecordCodec.forecasts(RecordFormat.JSON);
    private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

    @Test
    void fillsTheShippedTablesByTheShippedConfigurationWithoutRepeatingARow() throws Exception {
        try (var postgres = Postgres.start()) {
            postgres.execute(CONFIG.resolve("postgres.sql").toAbsolutePath());
            Cluster cluster = Cluster.shared();
            cluster.createTopic(NAME);
            var first = forecast(TEN, 61.0, 61.25);
            cluster.produce(NAME, List.of(first, forecast(TEN.plusSeconds(600), null, 60.5), first,
                    forecast(TEN.plusSeconds(600), 61.5, 60.75)));
            cluster.worker().put(NAME, properties(postgres));
            postgres.await("SELECT count(*) FROM forecasts WHERE actual = 61.5", "1");
            assertEquals(List.of(
                    "oven/temp|2026-01-05 10:00:00+00|2026-01-05 10:10:00+00|1|61.25|60|62|0.9|OK|61|lstm|7",
                    "oven/temp|2026-01-05 10:10:00+00|2026-01-05 10:20:00+00|1|60.75|60|62|0.9|OK|61.5|lstm|7"),
                    postgres.query("SELECT * FROM forecasts ORDER BY issued_at"),
                    () -> state(cluster));
            assertEquals(List.of("oven/temp|61.25|61.5|0.25|t"),
                    postgres.query("SELECT key, value, actual, error, covered FROM forecast_errors"));
            cluster.worker().delete(NAME);
        }
    }

    private static String state(Cluster cluster) {
        try {
            return cluster.worker().taskState(NAME);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// The shipped ones, with this test's address.
    private static Map<String, String> properties(Postgres postgres) throws IOException {
        Map<String, String> properties = new ObjectMapper().readValue(
                CONFIG.resolve("postgres-sink.json").toFile(),
                new TypeReference<>() {
                });
        properties.put("topics", NAME);
        properties.put("connection.url", postgres.url());
        properties.put("connection.username", Postgres.USER);
        properties.put("connection.password", "none");
        return properties;
    }

    private static Map.Entry<String, byte[]> forecast(Instant issuedAt, @Nullable Double actual,
            double value) {
        var forecast = Forecast.newBuilder().setKey("oven/temp").setIssuedAt(issuedAt)
                .setTargetTime(issuedAt.plusSeconds(600)).setHorizon(1).setValue(value).setLower(60)
                .setUpper(62)
                .setLevel(0.9).setStatus(Status.OK).setActual(actual).setModel("lstm").setUpdates(7)
                .setSource(new Source("readings", 0, 7L)).build();
        return Map.entry("oven/temp", CODEC.encode(forecast));
    }
}
