package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// InfluxDB line protocol: each line is a document with `measurement`, `tags`, `fields`, and tags and fields by their plain names as
/// well. Its series is the measurement with its tags; each field that is a number is a series of its own below it.
final class LineProtocolDocuments implements DocumentParser {
    private final TimestampUnit unit;

    LineProtocolDocuments(TimestampUnit unit) {
        this.unit = unit == TimestampUnit.AUTO ? TimestampUnit.NS : unit;
    }

    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        var lines = new LineProtocolParser(Lines.text(record.value()));
        while (true) {
            try {
                LineProtocolPoint point = lines.next();
                if (point == null) {
                    return;
                }
                out.add(document(point));
            } catch (BadRecordException e) {
                out.refuse(e);
            }
        }
    }

    private Document document(LineProtocolPoint point) throws BadRecordException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("measurement", point.measurement());
        ObjectNode tags = tree.putObject("tags");
        ObjectNode fields = tree.putObject("fields");
        point.fields().forEach((name, value) -> put(fields, name, value));
        point.tags().forEach(tags::put);
        fields.properties().forEach(field -> tree.putIfAbsent(field.getKey(), field.getValue()));
        tags.properties().forEach(tag -> tree.putIfAbsent(tag.getKey(), tag.getValue()));
        List<FieldPath> numbers = point.fields().entrySet().stream()
                .filter(field -> field.getValue() instanceof Number)
                .map(field -> new FieldPath(field.getKey(), "fields." + field.getKey())).toList();
        if (numbers.isEmpty()) {
            throw new BadRecordException(Fault.MISSING_FIELD, point.fields().keySet().iterator().next(),
                    "a line must have a field that is a number, got fields " + point.fields().keySet());
        }
        return new Document(tree, point.series(), time(point.timestamp()), numbers);
    }

    private static void put(ObjectNode fields, String name, Object value) {
        switch (value) {
            case Long number -> fields.put(name, number);
            case Double number -> fields.put(name, number);
            case Boolean flag -> fields.put(name, flag);
            default -> fields.put(name, value.toString());
        }
    }

    private @Nullable Instant time(@Nullable Long timestamp) throws BadRecordException {
        if (timestamp == null) {
            return null;
        }
        if (unit == TimestampUnit.ISO) {
            throw new BadRecordException(Fault.TIME, "timestamp",
                    "line protocol has no ISO-8601 times: readings.timestamp.unit must be s, ms, us or ns");
        }
        return unit.parse(Long.toString(timestamp));
    }
}
