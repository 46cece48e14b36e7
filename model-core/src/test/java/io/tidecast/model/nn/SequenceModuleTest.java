package io.tidecast.model.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The shapes in which sequences and states come and go.
class SequenceModuleTest {
    private static final RecurrentOptions OPTIONS = new RecurrentOptions(new Lstm(), 3, 4).withLayers(2);
    private final Random random = new Random(11);

    @Test
    void shapesAreThoseOfPyTorch() {
        var options = OPTIONS.withBidirectional(true).withProjectionSize(2);
        var given = module(options, false).forward(tensor(5, 2, 3));
        assertEquals(List.of(5, 2, 4), given.sequence().shape());
        assertEquals(List.of(4, 2, 2), given.h().shape());
        assertEquals(List.of(4, 2, 4), cells(given).shape());
    }

    @Test
    void batchMayComeFirst() {
        var x = tensor(5, 2, 3);
        var timeFirst = module(OPTIONS, false).forward(x);
        var batchFirst = module(OPTIONS, true).forward(x.swapFirstTwo());
        assertEquals(List.of(2, 5, 4), batchFirst.sequence().shape());
        assertArrayEquals(timeFirst.sequence().values(), batchFirst.sequence().swapFirstTwo().values());
        assertEquals(List.of(2, 2, 4), batchFirst.h().shape());
        assertArrayEquals(timeFirst.h().values(), batchFirst.h().values());
    }

    @Test
    void aSequenceWithoutBatchIsABatchOfOne() {
        var x = tensor(5, 1, 3);
        var one = module(OPTIONS, false).forward(x);
        var none = module(OPTIONS, false).forward(x.reshape(5, 3));
        assertEquals(List.of(5, 4), none.sequence().shape());
        assertEquals(List.of(2, 4), none.h().shape());
        assertArrayEquals(one.sequence().values(), none.sequence().values());
        assertArrayEquals(cells(one).values(), cells(none).values());
    }

    @Test
    void aSequenceMayBeCutAndItsStateHandedOn() {
        var module = module(OPTIONS, false);
        var x = tensor(6, 1, 3);
        var whole = module.forward(x);
        float[] values = x.values();
        var first = module.forward(new Tensor(Arrays.copyOf(values, 9), 3, 1, 3));
        var second = module.forward(
                new SequenceAndState(
                        new Tensor(Arrays.copyOfRange(values, 9, 18), 3, 1, 3), first.h(), first.c()));
        assertArrayEquals(whole.h().values(), second.h().values());
        assertArrayEquals(cells(whole).values(), cells(second).values());
    }

    @Test
    void cellsStepByStepAreTheModule() {
        for (var cell : new Cell[]{new ElmanRnn(), new Lstm(), new Gru()}) {
            var module = module(new RecurrentOptions(cell, 3, 4), false);
            var single = new CellModule(cell, 3, 4, true, new ScalarKernels());
            single.initialise(1);
            assertEquals("weight_ih", single.parameters().slices().getFirst().name());
            var x = tensor(5, 2, 3);
            var state = single.zeroState(2);
            for (int t = 0; t < 5; t++) {
                var row = new Tensor(Arrays.copyOfRange(x.values(), t * 6, (t + 1) * 6), 2, 3);
                state = single.forward(row, state);
            }
            assertArrayEquals(module.forward(x).h().values(), state.h().values(), cell.toString());
        }
    }

    @Test
    void dropoutActsInTrainingOnly() {
        var module = module(OPTIONS.withDropout(0.5), false);
        var x = tensor(5, 2, 3);
        float[] evaluated = module.forward(x).sequence().values();
        assertArrayEquals(module(OPTIONS, false).forward(x).sequence().values(), evaluated);
        module.train(1);
        float[] trained = module.forward(x).sequence().values();
        assertTrue(different(evaluated, trained));
        assertArrayEquals(trained, module.forward(x).sequence().values());
        module.train(2);
        assertTrue(different(trained, module.forward(x).sequence().values()));
        module.evaluate();
        assertArrayEquals(evaluated, module.forward(x).sequence().values());
    }

    @Test
    void aboutAsManyValuesAreDroppedAsAskedFor() {
        var mask = new DropoutMask(0.25, 40_000);
        mask.draw(7);
        int dropped = 0;
        for (float factor : mask.factors()) {
            assertTrue(factor == 0 || factor == 1 / 0.75f);
            dropped += factor == 0 ? 1 : 0;
        }
        // The standard deviation of the share is √(0.25·0.75/40000) = 0.0022.
        assertEquals(0.25, dropped / 40_000.0, 0.01);
    }

    @Test
    void wrongShapesAreNamed() {
        var module = module(OPTIONS, false);
        var h = tensor(2, 2, 4);
        refused("x must have shape [T, B, 3], or [T, 3] without a batch, got [5, 2, 4]", tensor(5, 2, 4), h,
                h);
        refused("h must have shape [2, 2, 4], got [1, 2, 4]", tensor(5, 2, 3), tensor(1, 2, 4), h);
        refused("c must be given for Lstm only, cell is Lstm[peepholes=false]", tensor(5, 2, 3), h, null);
        assertThrows(IllegalArgumentException.class, () -> new Tensor(new float[5], 2, 3));
        assertThrows(
                IllegalStateException.class,
                () -> module.backward(new SequenceAndState(tensor(5, 2, 4), h, h)));
    }

    private void refused(
            String message, Tensor x, Tensor h, @Nullable Tensor c) {
        var module = module(OPTIONS, false);
        var e = assertThrows(
                IllegalArgumentException.class, () -> module.forward(new SequenceAndState(x, h, c)));
        assertEquals(message, e.getMessage());
    }

    private static boolean different(float[] a, float[] b) {
        return !Arrays.equals(a, b);
    }

    private static Tensor cells(SequenceAndState state) {
        return Objects.requireNonNull(state.c());
    }

    private static SequenceModule module(RecurrentOptions options, boolean batchFirst) {
        var module = new SequenceModule(options, batchFirst, new ScalarKernels());
        module.initialise(1);
        return module;
    }

    private Tensor tensor(Integer... shape) {
        var tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = random.nextFloat() - 0.5f;
        }
        return tensor;
    }
}
