package io.tidecast.schemas;

import com.fasterxml.jackson.core.io.SerializedString;

/// The name of a record's field, made ready to be written.
public final class FieldName {
    private final SerializedString quoted;

    /// @param name as in the schema
    public FieldName(String name) {
        quoted = new SerializedString(name);
    }

    SerializedString quoted() {
        return quoted;
    }

    @Override
    public String toString() {
        return quoted.getValue();
    }
}
