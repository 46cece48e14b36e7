package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SequenceBatchesTest {
    private static final float[] ONE_TO_TWELVE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    /// Arrays are time first: the two rows of a batch alternate.
    @Test
    void oneToTwelveInTwoRowsOfThreeSteps() {
        var batches = SequenceBatches.ofNext(ONE_TO_TWELVE, 1, 2, 3);
        assertEquals(2, batches.count());
        assertArrayEquals(new float[]{1, 7, 2, 8, 3, 9}, batches.inputs(0));
        assertArrayEquals(new float[]{2, 8, 3, 9, 4, 10}, batches.targets(0));
        assertArrayEquals(new float[]{4, 10, 5, 11, 6, 12}, batches.inputs(1));
        assertArrayEquals(new float[]{5, 11, 6, 12, 7, 1}, batches.targets(1));
    }

    @Test
    void whatDoesNotFillABatchIsLeftOutAndTheLastTargetIsStillTheFirstInput() {
        var batches = SequenceBatches.ofNext(ONE_TO_TWELVE, 1, 1, 5);
        assertEquals(2, batches.count());
        assertArrayEquals(new float[]{6, 7, 8, 9, 10}, batches.inputs(1));
        assertArrayEquals(new float[]{7, 8, 9, 10, 1}, batches.targets(1));
    }

    @Test
    void valuesMayBeVectorsAndTargetsTheirOwn() {
        float[] targets = {10, 20, 30, 40, 50, 60};
        var batches = new SequenceBatches(ONE_TO_TWELVE, 2, targets, 1, 1, 3);
        assertEquals(2, batches.count());
        assertArrayEquals(new float[]{7, 8, 9, 10, 11, 12}, batches.inputs(1));
        assertArrayEquals(new float[]{40, 50, 60}, batches.targets(1));
    }

    @Test
    void tooFewValuesAreRefused() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> SequenceBatches.ofNext(ONE_TO_TWELVE, 1, 4, 4));
        assertEquals("a batch of 4 rows of 4 steps needs as many inputs, got 0", e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new SequenceBatches(ONE_TO_TWELVE, 1, new float[3], 1, 2, 3));
    }
}
