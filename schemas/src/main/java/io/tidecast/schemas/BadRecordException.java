package io.tidecast.schemas;

import org.jspecify.annotations.Nullable;

/// A record's bytes are not what its format says; the message names the rule, what was expected and what came.
public final class BadRecordException extends Exception {
    private final Fault fault;
    private final @Nullable String field;

    /// The bytes are not of the format.
    public BadRecordException(String message) {
        this(Fault.BYTES, null, message);
    }

    /// The bytes are not of the format.
    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
        fault = Fault.BYTES;
        field = null;
    }

    /// A field does not map.
    ///
    /// @param field  as the configuration or the format names it; null: none in particular
    public BadRecordException(Fault fault, @Nullable String field, String message) {
        super(message);
        this.fault = fault;
        this.field = field;
    }

    /// What kind of thing is wrong.
    public Fault fault() {
        return fault;
    }

    /// The field that failed; null: none in particular.
    public @Nullable String field() {
        return field;
    }

    /// What is wrong with a record.
    public enum Fault {
        /// Its bytes are not of the format.
        BYTES,
        /// A field that must be there is not.
        MISSING_FIELD,
        /// A field that must be a number is none.
        VALUE,
        /// A field that must be a time is none.
        TIME,
        /// The fields, or the lack of them, make no key of a series.
        KEY
    }
}
