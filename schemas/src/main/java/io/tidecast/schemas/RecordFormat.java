package io.tidecast.schemas;

/// How a record is written on a topic.
public enum RecordFormat {
    /// One JSON object, readable by a person: times as ISO-8601 in UTC, field names and nesting as in the Avro schema.
    JSON,
    /// Avro single-object encoding: two marker bytes, the schema's 64-bit fingerprint, the binary record.
    /// Source: Avro specification 1.12, "Single-object encoding".
    AVRO
}
