package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.NetworkSettings.Kind;
import io.tidecast.model.forecast.NetworkSettings.LossKind;
import io.tidecast.model.forecast.NetworkSettings.OptimizerKind;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.Huber;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkSettingsTest {
    private static final long SEED = 20260311;

    @Test
    void namesOnlyWhatIsNotTheDefault() {
        NetworkSettings settings = NetworkSettings.DEFAULT;
        assertEquals("lstm-h32-k4", settings.id());
        assertEquals("gru-h16-k4", settings.with(Kind.GRU, 16).id());
        assertEquals("peephole-l2-h32-k4-mae-sgd", settings.with(Kind.PEEPHOLE, 32).withLayers(2)
                .withLoss(LossKind.MAE).withOptimizer(OptimizerKind.SGD).id());
    }

    @Test
    void learnsByAdamOnTheHuberLossByDefault() {
        assertEquals(new Huber(3), NetworkSettings.DEFAULT.lossFunction());
        assertEquals(Adam.DEFAULT.withLearningRate(5e-4), NetworkSettings.DEFAULT.updateRule());
    }

    @Test
    void shapesTheNetwork() {
        RecurrentOptions shape = ForecastNetwork
                .create(ForecasterOptions.DEFAULT
                        .withNetwork(NetworkSettings.DEFAULT.with(Kind.PEEPHOLE, 8).withLayers(2)))
                .options().recurrent();
        assertEquals(new Lstm(true), shape.cell());
        assertEquals(2, shape.layers());
        assertEquals(8, shape.hiddenSize());
    }

    @Test
    void refusesANetworkWithoutLayers() {
        var e = assertThrows(IllegalArgumentException.class, () -> NetworkSettings.DEFAULT.withLayers(0));
        assertEquals("layers must be at least 1, got 0", e.getMessage());
    }

    static Stream<Arguments> everyLossAndOptimizer() {
        return Stream.of(LossKind.values())
                .flatMap(loss -> Stream.of(OptimizerKind.values()).map(rule -> Arguments.of(loss, rule)));
    }

    /// The next step is minus the last one. Steps of RMS 1 that are not forecast have a mean absolute error of 1.
    @ParameterizedTest
    @MethodSource("everyLossAndOptimizer")
    void learnsWithEveryLossAndOptimiser(LossKind loss, OptimizerKind optimizer) {
        double rate = optimizer == OptimizerKind.SGD ? 5e-2 : 2e-3;
        var options = ForecasterOptions.DEFAULT
                .withNetwork(new NetworkSettings(Kind.LSTM, 1, 8, 1, 4, loss, 3,
                        optimizer, rate, 1, SEED, null, Weights.PER_KEY, 1));
        var expert = new RecurrentExpert(options);
        var random = new Random(SEED);
        var situation = new Situation(options);
        var truths = new Truths(1, 1);
        truths.ages[0] = 1;
        double[][] forecast = new double[1][1];
        double late = 0;
        for (int i = 0; i < 2000; i++) {
            double step = random.nextBoolean() ? 1 : -1;
            situation.targets[0].steps[0] = step;
            expert.predict(situation, forecast);
            late += i < 1000 ? 0 : Math.abs(-step - forecast[0][0]) / 1000;
            truths.steps[0][0] = -step;
            expert.learn(truths);
        }
        assertTrue(late < 0.3, "mean absolute error %s, seed %d".formatted(late, SEED));
    }
}
