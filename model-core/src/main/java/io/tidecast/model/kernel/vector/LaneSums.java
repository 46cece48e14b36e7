package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums over lanes, in an order that is the same for vectors of 8 and of 16: 16 partial sums, of which first `i` and `i + 8` come
/// together, then the eight as `((0+1)+(2+3))+((4+5)+(6+7))`.
final class LaneSums {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final VectorShuffle<Float> SWAP1 = swap(1);
    private static final VectorShuffle<Float> SWAP2 = swap(2);
    private static final VectorShuffle<Float> SWAP4 = swap(4);
    private static final VectorShuffle<Float> SWAP8 = swap(8);
    private static final VectorMask<Float> ODD1 = odd(1);
    private static final VectorMask<Float> ODD2 = odd(2);
    private static final VectorMask<Float> ODD4 = odd(4);
    private static final VectorMask<Float> ODD8 = odd(8);

    private LaneSums() {}

    /// Exchanges lanes `i` and `i + k`.
    private static VectorShuffle<Float> swap(int k) {
        return VectorShuffle.fromOp(S, i -> (i ^ k) < L ? i ^ k : i);
    }

    /// The lanes whose number has the bit `k`.
    private static VectorMask<Float> odd(int k) {
        boolean[] lanes = new boolean[L];
        for (int i = 0; i < L; i++) {
            lanes[i] = (i & k) != 0;
        }
        return VectorMask.fromArray(S, lanes, 0);
    }

    /// `y[c] += ` the sum of the 16 partial sums of column `c`, for `L` columns.
    ///
    /// @param v partial sums, overwritten: with 8 lanes the first halves `[8][8]` and then the second halves `[8][8]`, with 16 lanes
    ///          `[16][16]`
    static void addColumns(float[] v, int vOffset, float[] y, int yOffset) {
        for (int c = 0; c < 8; c++) {
            int at = vOffset + c * L;
            FloatVector a = FloatVector.fromArray(S, v, at);
            FloatVector b = FloatVector.fromArray(S, v, at + 8 * L);
            if (L == 8) {
                a.add(b).intoArray(v, at);
            } else {
                // In the lower half of the lanes column c, in the upper one column c + 8.
                a.blend(b, ODD8).add(b.blend(a, ODD8).rearrange(SWAP8)).intoArray(v, at);
            }
        }
        addEights(v, vOffset, y, yOffset);
    }

    /// Two vectors are folded into one whose lanes are sums of two, in turn of the first and of the second; so three times.
    private static void addEights(float[] v, int vOffset, float[] y, int yOffset) {
        FloatVector a = FloatVector.fromArray(S, v, vOffset);
        FloatVector b = FloatVector.fromArray(S, v, vOffset + L);
        FloatVector ab = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        a = FloatVector.fromArray(S, v, vOffset + 2 * L);
        b = FloatVector.fromArray(S, v, vOffset + 3 * L);
        FloatVector cd = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        ab = ab.blend(cd, ODD2).add(cd.blend(ab, ODD2).rearrange(SWAP2));
        a = FloatVector.fromArray(S, v, vOffset + 4 * L);
        b = FloatVector.fromArray(S, v, vOffset + 5 * L);
        FloatVector ef = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        a = FloatVector.fromArray(S, v, vOffset + 6 * L);
        b = FloatVector.fromArray(S, v, vOffset + 7 * L);
        FloatVector gh = a.blend(b, ODD1).add(b.blend(a, ODD1).rearrange(SWAP1));
        ef = ef.blend(gh, ODD2).add(gh.blend(ef, ODD2).rearrange(SWAP2));
        ab = ab.blend(ef, ODD4).add(ef.blend(ab, ODD4).rearrange(SWAP4));
        FloatVector.fromArray(S, y, yOffset).add(ab).intoArray(y, yOffset);
    }

    /// The sum of 16 partial sums.
    static float one(float[] v, int i) {
        float s0 = v[i] + v[i + 8];
        float s1 = v[i + 1] + v[i + 9];
        float s2 = v[i + 2] + v[i + 10];
        float s3 = v[i + 3] + v[i + 11];
        float s4 = v[i + 4] + v[i + 12];
        float s5 = v[i + 5] + v[i + 13];
        float s6 = v[i + 6] + v[i + 14];
        float s7 = v[i + 7] + v[i + 15];
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    /// The sum of the lanes of `low` and `high`; with 16 lanes all partial sums are in `low`.
    static float of(FloatVector low, FloatVector high) {
        FloatVector sum = L == 8 ? low.add(high) : low.add(low.rearrange(SWAP8));
        sum = sum.add(sum.rearrange(SWAP1));
        sum = sum.add(sum.rearrange(SWAP2));
        return sum.add(sum.rearrange(SWAP4)).lane(0);
    }

    /// The sum of the lanes of two vectors of 16.
    static float ofBoth(FloatVector a, FloatVector b) {
        FloatVector sum = a.add(a.rearrange(SWAP8)).add(b.add(b.rearrange(SWAP8)));
        sum = sum.add(sum.rearrange(SWAP1));
        sum = sum.add(sum.rearrange(SWAP2));
        return sum.add(sum.rearrange(SWAP4)).lane(0);
    }
}
