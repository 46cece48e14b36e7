package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// One reading of one series; [SeriesFields] says what stands where.
///
/// @param time       when it was measured, milliseconds since 1970-01-01T00:00:00Z
/// @param values     of the targets, `[targets]`; NaN: missing
/// @param inputs     of the past inputs, `[inputs]`; NaN: missing
/// @param ahead      of the inputs known ahead, `[ahead][n]`: for the next `n` steps, the next one first; NaN: unknown
/// @param attributes codes of the attributes, `[attributes]`, see [#code]
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere; copied nowhere, for speed. Whoever makes one hands its arrays over.
public record Reading(long time, double[] values, double[] inputs, double[][] ahead, int[] attributes) {
    private static final double[] NO_VALUES = {};
    private static final double[][] NOTHING_AHEAD = {};
    private static final int[] NO_ATTRIBUTES = {};

    /// Of one sensor.
    ///
    /// @param value NaN: missing
    public Reading(long time, double value) {
        this(time, new double[]{value});
    }

    /// Of several fields, all of them targets.
    public Reading(long time, double[] values) {
        this(time, values, NO_VALUES, NOTHING_AHEAD, NO_ATTRIBUTES);
    }

    /// The code of an attribute's text: the same for the same text in every process.
    public static int code(String attribute) {
        var crc = new CRC32C();
        crc.update(attribute.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /// The value of the first target; NaN: missing.
    public double value() {
        return values[0];
    }

    /// Whether none of the targets has a value.
    public boolean isMissing() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /// Bytes that [#save] writes.
    public int byteSize() {
        int size = Long.BYTES + (values.length + inputs.length) * Double.BYTES
                + attributes.length * Integer.BYTES;
        for (double[] steps : ahead) {
            size += Short.BYTES + steps.length * Double.BYTES;
        }
        return size;
    }

    /// Writes it without the counts that the fields of its series tell.
    public void save(ByteBuffer out) {
        out.putLong(time);
        for (double value : values) {
            out.putDouble(value);
        }
        for (double input : inputs) {
            out.putDouble(input);
        }
        for (double[] steps : ahead) {
            out.putShort((short) steps.length);
            for (double step : steps) {
                out.putDouble(step);
            }
        }
        for (int attribute : attributes) {
            out.putInt(attribute);
        }
    }

    /// Reads what [#save] wrote of a reading with these fields.
    public static Reading load(ByteBuffer in, SeriesFields fields) {
        long time = in.getLong();
        double[] values = doubles(in, fields.targets().size());
        double[] inputs = doubles(in, fields.inputs().size());
        var ahead = new double[fields.ahead().size()][];
        Arrays.setAll(ahead, i -> doubles(in, Short.toUnsignedInt(in.getShort())));
        int[] attributes = new int[fields.attributes().size()];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = in.getInt();
        }
        return new Reading(time, values, inputs, ahead, attributes);
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }
}
