package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums over the lanes of a vector, always as `((0+1)+(2+3))+((4+5)+(6+7))`.
final class LaneSums {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
    private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromValues(S, 1, 0, 3, 2, 5, 4, 7, 6);
    private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromValues(S, 2, 3, 0, 1, 6, 7, 4, 5);
    private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromValues(S, 4, 5, 6, 7, 0, 1, 2, 3);
    private static final VectorMask<Float> ODD1 = VectorMask.fromLong(S, 0b10101010);
    private static final VectorMask<Float> ODD2 = VectorMask.fromLong(S, 0b11001100);
    private static final VectorMask<Float> ODD4 = VectorMask.fromLong(S, 0b11110000);

    private LaneSums() {}

    /// `y[i] += ` the sum of the `i`-th vector, for eight vectors.
    ///
    /// Two vectors are folded into one whose lanes are sums of two in turn of the first and of the second; so three times.
    static void addEight(float[] v, int vOffset, float[] y, int yOffset) {
        FloatVector a = FloatVector.fromArray(S, v, vOffset);
        FloatVector b = FloatVector.fromArray(S, v, vOffset + 8);
        FloatVector ab = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        a = FloatVector.fromArray(S, v, vOffset + 16);
        b = FloatVector.fromArray(S, v, vOffset + 24);
        FloatVector cd = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        ab = ab.blend(cd, ODD2).add(cd.blend(ab, ODD2).rearrange(SWAP2));
        a = FloatVector.fromArray(S, v, vOffset + 32);
        b = FloatVector.fromArray(S, v, vOffset + 40);
        FloatVector ef = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        a = FloatVector.fromArray(S, v, vOffset + 48);
        b = FloatVector.fromArray(S, v, vOffset + 56);
        FloatVector gh = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        ef = ef.blend(gh, ODD2).add(gh.blend(ef, ODD2).rearrange(SWAP2));
        ab = ab.blend(ef, ODD4).add(ef.blend(ab, ODD4).rearrange(SWAP4));
        FloatVector.fromArray(S, y, yOffset).add(ab).intoArray(y, yOffset);
    }

    /// The sum of one vector.
    static float one(float[] v, int i) {
        return ((v[i] + v[i + 1]) + (v[i + 2] + v[i + 3])) + ((v[i + 4] + v[i + 5]) + (v[i + 6] + v[i + 7]));
    }
}
