package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.feed.FeedEntry.KeyedReading;
import io.tidecast.schemas.feed.FeedEntry.Unmapped;
import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes readings of a document by the mapping.
final class DocumentMapper {
    /// In place of a key field: the record's key.
    private static final String RECORD_KEY = "$key";
    private static final String TIME = "time";

    private final ReadingMapping mapping;
    private final FieldPath timestamp;

    DocumentMapper(ReadingMapping mapping) {
        this.mapping = mapping;
        timestamp = FieldPath.of(mapping.timestampField().isEmpty() ? TIME : mapping.timestampField());
    }

    /// Adds what the document holds, at least one entry.
    void map(Document document, @Nullable String recordKey, List<FeedEntry> entries) {
        try {
            String series = series(document, recordKey);
            Instant time = time(document);
            List<FieldPath> values = mapping.valueFields().isEmpty()
                    ? document.values()
                    : mapping.valueFields();
            if (mapping.seriesPerField() || (mapping.valueFields().isEmpty() && !values.isEmpty())) {
                for (FieldPath value : values) {
                    entries.add(field(document, series == null ? recordKey : series, time, value));
                }
                return;
            }
            Reading reading = reading(document.tree(), values);
            reading.setTime(time);
            putContext(document, reading);
            entries.add(new KeyedReading(series, reading));
        } catch (BadRecordException e) {
            entries.add(new Unmapped(e));
        }
    }

    private FeedEntry field(Document document, @Nullable String series, @Nullable Instant time,
            FieldPath value) {
        try {
            if (series == null) {
                throw new BadRecordException(Fault.KEY, null,
                        ("the record must have a key, or readings.key.fields"
                                + " must name one, for the series of field %s").formatted(value.name()));
            }
            Reading reading = scalar(FieldValue.number(value, value.in(document.tree())));
            reading.setTime(time);
            putContext(document, reading);
            return new KeyedReading(series + "/" + value.name(), reading);
        } catch (BadRecordException e) {
            return new Unmapped(e);
        }
    }

    private @Nullable String series(Document document, @Nullable String recordKey) throws BadRecordException {
        if (mapping.keyFields().isEmpty()) {
            return document.series();
        }
        var id = new StringBuilder();
        for (FieldPath field : mapping.keyFields()) {
            id.append(id.isEmpty() ? "" : "/").append(keyPart(field, document.tree(), recordKey));
        }
        return id.toString();
    }

    private static String keyPart(FieldPath field, JsonNode tree, @Nullable String recordKey)
            throws BadRecordException {
        if (field.path().equals(RECORD_KEY)) {
            if (recordKey == null) {
                throw new BadRecordException(Fault.KEY, RECORD_KEY, "the record must have a key, got null");
            }
            return recordKey;
        }
        JsonNode node = field.in(tree);
        if (node == null || !node.isValueNode() || node.isNull() || node.asText().isBlank()) {
            throw new BadRecordException(Fault.KEY, field.path(),
                    "key field %s must be text or a number, got %s"
                            .formatted(field.path(), FieldValue.shown(node)));
        }
        return node.asText();
    }

    private @Nullable Instant time(Document document) throws BadRecordException {
        JsonNode node = timestamp.in(document.tree());
        if (node != null && !node.isNull()) {
            return FieldValue.time(timestamp, node, mapping.timestampUnit());
        }
        if (mapping.timestampField().isEmpty()) {
            return document.time();
        }
        throw new BadRecordException(Fault.TIME, timestamp.path(),
                "timestamp field %s must be present, got %s".formatted(timestamp.path(),
                        FieldValue.shown(node)));
    }

    private static Reading reading(ObjectNode tree, List<FieldPath> values) throws BadRecordException {
        if (values.isEmpty()) {
            // The time is the mapper's affair: its unit may not be the contract's.
            return RecordCodec.reading(tree.has(TIME) ? tree.deepCopy().without(TIME) : tree);
        }
        if (values.size() == 1) {
            return scalar(FieldValue.number(values.getFirst(), values.getFirst().in(tree)));
        }
        var byName = new LinkedHashMap<String, @Nullable Double>();
        for (FieldPath value : values) {
            JsonNode node = value.in(tree);
            // One of several may be missing in a reading; that none is there is seen by who knows which are forecast.
            byName.put(value.name(), node == null ? null : FieldValue.number(value, node));
        }
        if (values.stream().allMatch(value -> value.in(tree) == null)) {
            throw new BadRecordException(Fault.MISSING_FIELD, values.getFirst().path(),
                    "the record must have at least one of the value fields %s"
                            .formatted(values.stream().map(FieldPath::path).toList()));
        }
        return new Reading(null, null, byName, Map.of(), Map.of());
    }

    private static Reading scalar(@Nullable Double value) {
        return new Reading(null, value, Map.of(), Map.of(), Map.of());
    }

    private void putContext(Document document, Reading reading) throws BadRecordException {
        if (!mapping.aheadFields().isEmpty()) {
            var ahead = new LinkedHashMap<String, List<Double>>();
            for (FieldPath field : mapping.aheadFields()) {
                JsonNode node = field.in(document.tree());
                if (node != null && !node.isNull()) {
                    ahead.put(field.name(), FieldValue.numbers(field, node));
                }
            }
            reading.setAhead(ahead);
        }
        if (!mapping.attributeFields().isEmpty()) {
            var attributes = new LinkedHashMap<String, String>();
            for (FieldPath field : mapping.attributeFields()) {
                JsonNode node = field.in(document.tree());
                if (node != null && node.isValueNode() && !node.isNull()) {
                    attributes.put(field.name(), node.asText());
                }
            }
            reading.setAttributes(attributes);
        }
    }
}
