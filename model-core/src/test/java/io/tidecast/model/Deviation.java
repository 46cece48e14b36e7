package io.tidecast.model;

/// The largest deviation so far, relative to the largest value of its tensor, and where it was.
final class Deviation {
    private double worst;
    private String where = "nothing";

    void compare(String name, float[] got, float[] expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) got[i] - expected[i]));
        }
        double relative = largest == 0 ? difference : difference / largest;
        if (!(relative <= worst)) {
            worst = relative;
            where = name;
        }
    }

    /// The deviation, a space, and where it was.
    @Override
    public String toString() {
        return worst + " " + where;
    }
}
