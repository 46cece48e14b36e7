package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CombinerTest {
    private static final long SEED = 20260407;

    private final Random random = new Random(SEED);

    static Stream<IntFunction<Combiner>> combiners() {
        return Stream.of(Stacking::new, ExponentiatedGradient::new);
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void startsWithTheMean(IntFunction<Combiner> create) {
        Combiner combiner = create.apply(3);
        assertEquals(2, combiner.combine(new double[]{1, 2, 3}), 1e-12);
        assertEquals(1.0 / 3, combiner.weight(1), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void theBestExpertWins(IntFunction<Combiner> create) {
        Combiner combiner = create.apply(3);
        double squares = run(combiner, 3000, 1);
        assertTrue(combiner.weight(1) > 0.8, "weight " + combiner.weight(1));
        assertEquals(1, combiner.weight(0) + combiner.weight(1) + combiner.weight(2), 1e-9);
        // The best expert's errors have a mean square of .01, the mean's of about .22.
        assertTrue(squares < 0.03, "mean square " + squares);
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void followsWhenAnotherBecomesTheBest(IntFunction<Combiner> create) {
        Combiner combiner = create.apply(3);
        run(combiner, 3000, 0);
        run(combiner, 3000, 2);
        assertTrue(combiner.weight(2) > 0.7, "weight " + combiner.weight(2));
        assertTrue(combiner.weight(2) > combiner.weight(0) + 0.5, "weight " + combiner.weight(0));
    }

    @Test
    void exponentiatedGradientKeepsEveryWeightPositive() {
        var combiner = new ExponentiatedGradient(4);
        for (int i = 0; i < 5000; i++) {
            double[] steps = random.doubles(4, -1, 1).map(v -> v * (random.nextInt(100) == 0 ? 1e6 : 1))
                    .toArray();
            combiner.learn(steps, random.nextGaussian());
            double sum = 0;
            for (int expert = 0; expert < 4; expert++) {
                assertTrue(combiner.weight(expert) > 0, "reading " + i + ", seed " + SEED);
                sum += combiner.weight(expert);
            }
            assertEquals(1, sum, 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void anExpertWithNothingToSayCountsAsTheMeanOfTheOthers(IntFunction<Combiner> create) {
        Combiner silent = create.apply(3);
        Combiner filled = create.apply(3);
        for (int i = 0; i < 500; i++) {
            double truth = random.nextGaussian();
            double first = truth + 0.1 * random.nextGaussian();
            double second = truth + random.nextGaussian();
            double[] steps = {first, second, i % 3 == 0 ? truth : Double.NaN};
            double[] means = {first, second, i % 3 == 0 ? truth : (first + second) / 2};
            assertEquals(filled.combine(means), silent.combine(steps), 1e-9,
                    "reading " + i + ", seed " + SEED);
            silent.learn(steps, truth);
            filled.learn(means, truth);
        }
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void withoutAnyExpertItIsTheLastValueAndNoWeightChanges(IntFunction<Combiner> create) {
        Combiner combiner = create.apply(2);
        run(combiner, 100, 1, 2);
        double weight = combiner.weight(1);
        double[] silence = {Double.NaN, Double.NaN};
        assertEquals(0, combiner.combine(silence));
        combiner.learn(silence, 5);
        assertEquals(weight, combiner.weight(1));
    }

    @ParameterizedTest
    @MethodSource("combiners")
    void goesOnFromItsSavedState(IntFunction<Combiner> create) {
        Combiner combiner = create.apply(3);
        run(combiner, 200, 0);
        Combiner loaded = create.apply(3);
        SavedState.move(combiner::save, loaded::load, combiner.byteSize());
        double[] steps = {1, 2, 4};
        combiner.learn(steps, 3);
        loaded.learn(steps, 3);
        double[] next = {0.5, -1, 2};
        assertEquals(combiner.combine(next), loaded.combine(next));
    }

    private double run(Combiner combiner, int count, int best) {
        return run(combiner, count, best, 3);
    }

    /// Experts with independent errors, of deviation .1 for the best, else 1.
    ///
    /// @return mean square of the combination's errors over the second half
    private double run(Combiner combiner, int count, int best, int experts) {
        double squares = 0;
        double[] steps = new double[experts];
        for (int i = 0; i < count; i++) {
            double truth = random.nextGaussian();
            for (int expert = 0; expert < experts; expert++) {
                steps[expert] = truth + (expert == best ? 0.1 : 1) * random.nextGaussian();
            }
            double error = combiner.combine(steps) - truth;
            combiner.learn(steps, truth);
            squares += i < count / 2 ? 0 : error * error;
        }
        return squares / (count - count / 2);
    }
}
