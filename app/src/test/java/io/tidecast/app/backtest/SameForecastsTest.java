package io.tidecast.app.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.StreamsDefaults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameForecastsTest {
    private static final ForecasterOptions OPTIONS = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 8));

    @TempDir
    private Path stateDirectory;

    @Test
    void theBacktestForecastsWhatTheTopologyForecasts() throws Exception {
        Series series = Walks.rough(9, 600);
        Map<Long, io.tidecast.v1.Forecast> topology = throughTheTopology(series);
        List<SeriesResult.Held> held = evaluate(series, OPTIONS).forecasts;
        assertEquals(topology.size(),
                held.stream().map(one -> one.issuedAt()).distinct().count() + 1,
                "the last forecast meets no row");
        for (SeriesResult.Held one : held) {
            HorizonForecast forecast = one.forecast();
            io.tidecast.v1.Forecast record = requireNonNull(topology.get(one.issuedAt()));
            assertEquals(record.getValue(), forecast.value());
            assertEquals(record.getLower(), forecast.lower());
            assertEquals(record.getUpper(), forecast.upper());
            assertEquals(record.getExperts().stream().map(expert -> expert.getValue()).toList(),
                    forecast.experts().stream().map(ExpertForecast::value).toList());
        }
    }

    @Test
    void anExpertBesideOthersForecastsWhatItForecastsAlone() {
        Series series = Walks.rough(10, 600);
        for (ExpertKind kind : List.of(ExpertKind.RLS, ExpertKind.RNN)) {
            SeriesResult beside = evaluate(series, OPTIONS);
            SeriesResult alone = evaluate(series, OPTIONS.withExperts(kind));
            assertEquals(alone.next().model(Evaluator.COMBINED).errors(),
                    beside.next().model(kind.id()).errors());
            for (int i = 0; i < alone.forecasts.size(); i++) {
                assertEquals(alone.forecasts.get(i).forecast().value(),
                        beside.forecasts.get(i).experts().stream()
                                .filter(expert -> expert.expert() == kind).findFirst().orElseThrow().value());
            }
        }
    }

    @Test
    void seriesThatShareWeightsAreReadInTurnARowOfEach() {
        ForecasterOptions options = OPTIONS
                .withNetwork(OPTIONS.network().withWeights(NetworkSettings.Weights.SHARED).withBatch(8));
        List<Series> series = List.of(Walks.randomWalk(11, 300), Walks.randomWalk(12, 200));
        SharedNetwork network = requireNonNull(SharedNetwork.of(options));
        List<Forecaster> direct = List.of(new Forecaster(options, network), new Forecaster(options, network));
        List<Map<Long, Double>> expected = List.of(new HashMap<>(), new HashMap<>());
        for (int row = 0; row < 300; row++) {
            for (int i = 0; i < 2 && row < series.get(i).rows(); i++) {
                long time = series.get(i).time(row);
                expected.get(i).put(time, requireNonNull(
                        direct.get(i).step(new Reading(time, series.get(i).value(row)))).value());
            }
        }
        var results = new ArrayList<List<SeriesResult.Held>>();
        try (var stop = StopSignal.listen()) {
            Backtest.run(series, BacktestOptions.of(options).withReport(Reported.COMBINED).keepingForecasts(),
                    2,
                    stop, _ -> {
                    }, result -> results.add(List.copyOf(result.forecasts)));
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(series.get(i).rows() - 1, results.get(i).size());
            for (SeriesResult.Held held : results.get(i)) {
                assertEquals(expected.get(i).get(held.issuedAt()), held.forecast().value());
            }
        }
        assertTrue(network.updates() > 50, "it has learnt meanwhile: " + network.updates());
    }

    private static SeriesResult evaluate(Series series, ForecasterOptions options) {
        return EvaluatorTest.evaluate(series,
                BacktestOptions.of(options).withReport(Reported.COMBINED).keepingForecasts(),
                new RecoveringForecaster(options));
    }

    /// The forecasts by the time at which they were issued.
    private Map<Long, io.tidecast.v1.Forecast> throughTheTopology(Series series) throws Exception {
        ForecastOptions options = ForecastOptions.DEFAULT.withForecaster(OPTIONS);
        var properties = new Properties();
        properties.putAll(StreamsDefaults.properties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        var readings = RecordCodec.readings(options.readingsFormat());
        var forecasts = RecordCodec.forecasts(options.forecastsFormat());
        Map<Long, io.tidecast.v1.Forecast> byTime = new HashMap<>();
        try (var driver = new TopologyTestDriver(ForecastTopology.build(options), properties)) {
            var in = driver.createInputTopic(options.readingsTopic(), new ByteArraySerializer(),
                    new ByteArraySerializer());
            var out = driver.createOutputTopic(options.forecastsTopic(), new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            for (int row = 0; row < series.rows(); row++) {
                double value = series.value(row);
                var record = new io.tidecast.v1.Reading(Instant.ofEpochMilli(series.time(row)),
                        Double.isNaN(value) ? null : value, Map.of(), Map.of(), Map.of());
                in.pipeInput("s".getBytes(UTF_8), readings.encode(record), series.time(row));
            }
            while (!out.isEmpty()) {
                io.tidecast.v1.Forecast forecast = forecasts.decode(out.readValue());
                byTime.put(forecast.getIssuedAt().toEpochMilli(), forecast);
            }
        }
        return byTime;
    }
}
