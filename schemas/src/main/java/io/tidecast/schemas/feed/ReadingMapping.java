package io.tidecast.schemas.feed;

import java.util.List;

/// How the fields of what is sent become a reading.
///
/// @param keyFields        whose texts, joined by `/`, are the series' id; `$key` is the record's key. Empty: the id that the
///                         format itself gives (SenML's name, line protocol's measurement and tags), or else the record's key
/// @param valueFields      what is measured: one is the reading's value, several are its fields by name. Empty: as the format has it
/// @param seriesPerField   whether each value field is a series of its own, id/name
/// @param timestampField   when it was measured; empty: `time`, and the record's timestamp where there is none
/// @param timestampUnit    what a number there counts
/// @param aheadFields      inputs known before their time: a number, or an array of them
/// @param attributeFields  what the series is
/// @param csvColumns       names of the columns of a CSV line
/// @param csvSeparator     what stands between them
/// @param avroSchemas      files of Avro schemas, besides Tidecast's own, that records may be written with
public record ReadingMapping(List<FieldPath> keyFields, List<FieldPath> valueFields, boolean seriesPerField,
        String timestampField, TimestampUnit timestampUnit, List<FieldPath> aheadFields,
        List<FieldPath> attributeFields, List<String> csvColumns, char csvSeparator,
        List<String> avroSchemas) {

    /// The contract's own form: `time`, `value` or `values`, `ahead`, `attributes`; the record's key.
    public static final ReadingMapping DEFAULT = new ReadingMapping(List.of(), List.of(), false, "",
            TimestampUnit.AUTO, List.of(), List.of(), List.of("time", "value"), ',', List.of());

    public ReadingMapping {
        keyFields = List.copyOf(keyFields);
        valueFields = List.copyOf(valueFields);
        aheadFields = List.copyOf(aheadFields);
        attributeFields = List.copyOf(attributeFields);
        csvColumns = List.copyOf(csvColumns);
        avroSchemas = List.copyOf(avroSchemas);
        if (csvColumns.isEmpty() || csvColumns.stream().distinct().count() < csvColumns.size()) {
            throw new IllegalArgumentException(
                    "readings.csv.columns must be different names, got " + csvColumns);
        }
        if (seriesPerField && valueFields.isEmpty()) {
            throw new IllegalArgumentException(
                    "readings.series.per.field=true needs readings.value.fields: the fields that are a series each");
        }
    }

    /// Whether fields are where the contract has them.
    boolean isPlain() {
        return keyFields.isEmpty() && valueFields.isEmpty() && timestampField.isEmpty()
                && timestampUnit == TimestampUnit.AUTO && aheadFields.isEmpty() && attributeFields.isEmpty();
    }

    /// The same with other key and value fields.
    public ReadingMapping withFields(List<String> keys, List<String> values, boolean perField) {
        return new ReadingMapping(FieldPath.of(keys), FieldPath.of(values), perField, timestampField,
                timestampUnit, aheadFields, attributeFields, csvColumns, csvSeparator, avroSchemas);
    }

    /// The same with another timestamp.
    public ReadingMapping withTimestamp(String field, TimestampUnit unit) {
        return new ReadingMapping(keyFields, valueFields, seriesPerField, field, unit, aheadFields,
                attributeFields, csvColumns, csvSeparator, avroSchemas);
    }

    /// The same with other inputs known ahead and attributes.
    public ReadingMapping withContext(List<String> ahead, List<String> attributes) {
        return new ReadingMapping(keyFields, valueFields, seriesPerField, timestampField, timestampUnit,
                FieldPath.of(ahead), FieldPath.of(attributes), csvColumns, csvSeparator, avroSchemas);
    }

    /// The same with other CSV columns.
    public ReadingMapping withCsv(List<String> columns, char separator) {
        return new ReadingMapping(keyFields, valueFields, seriesPerField, timestampField, timestampUnit,
                aheadFields, attributeFields, columns, separator, avroSchemas);
    }

    /// The same with other Avro schemas.
    public ReadingMapping withAvroSchemas(List<String> files) {
        return new ReadingMapping(keyFields, valueFields, seriesPerField, timestampField, timestampUnit,
                aheadFields, attributeFields, csvColumns, csvSeparator, files);
    }
}
