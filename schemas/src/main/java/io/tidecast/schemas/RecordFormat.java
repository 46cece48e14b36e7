package io.tidecast.schemas;

/// How a record is written on a topic.
public enum RecordFormat {
    /// One JSON object, readable by a person: times as ISO-8601 in UTC, field names and nesting as in the Avro schema.
    JSON,
    /// Avro single-object encoding: two marker bytes, the schema's 64-bit fingerprint, the binary record.
    /// Source: Avro specification 1.12, "Single-object encoding".
    AVRO,
    /// A zero byte, the schema's four-byte id in a schema registry, the binary Avro record: what Confluent's serializers write.
    AVRO_CONFLUENT,
    /// InfluxDB line protocol, one or several lines. Read only.
    LINE_PROTOCOL,
    /// One or several lines of comma-separated values without a header line. Read only.
    CSV,
    /// A number in decimal text. Read only.
    NUMBER;

    /// Whether records are also written in it.
    public boolean isWritten() {
        return this == JSON || this == AVRO || this == AVRO_CONFLUENT;
    }
}
