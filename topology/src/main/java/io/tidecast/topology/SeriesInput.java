package io.tidecast.topology;

import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SeriesFields;
import java.nio.ByteBuffer;

/// What can happen to a series: each is journalled, so that the same state is reached again.
sealed interface SeriesInput {
    /// A reading was taken.
    record Observed(Reading reading) implements SeriesInput {}

    /// The model failed on a reading; nothing but the count of failures has changed.
    record Failed() implements SeriesInput {}

    /// A control record came.
    record Commanded(Control control) implements SeriesInput {}

    /// Bytes that [#save] writes.
    default int byteSize() {
        return 1 + switch (this) {
            case Observed(Reading reading) -> reading.byteSize();
            case Failed() -> 0;
            case Commanded(Control _) -> 1 + Double.BYTES;
        };
    }

    /// Writes it without what the fields of its series tell.
    default void save(ByteBuffer out) {
        switch (this) {
            case Observed(Reading reading) -> reading.save(out.put((byte) 'r'));
            case Failed() -> out.put((byte) 'f');
            case Commanded(Control control) ->
                out.put((byte) 'c').put(control.kind().code()).putDouble(control.learningRate());
        }
    }

    /// Reads what [#save] wrote.
    static SeriesInput load(ByteBuffer in, SeriesFields fields) {
        byte kind = in.get();
        return switch (kind) {
            case 'r' -> new Observed(Reading.load(in, fields));
            case 'f' -> new Failed();
            case 'c' -> new Commanded(new Control(Control.Kind.of(in.get()), in.getDouble()));
            default ->
                throw new IllegalStateException("a journal entry must begin with r, f or c, got " + kind);
        };
    }
}
