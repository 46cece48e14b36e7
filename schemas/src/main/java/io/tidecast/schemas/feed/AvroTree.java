package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// An Avro record as a tree of named fields. A timestamp knows its unit: it becomes ISO-8601 text.
final class AvroTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AvroTree() {}

    static ObjectNode of(GenericRecord record) {
        return record(record);
    }

    private static ObjectNode record(IndexedRecord record) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            node.set(field.name(), node(field.schema(), record.get(field.pos())));
        }
        return node;
    }

    private static JsonNode node(Schema schema, @Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case IndexedRecord record -> record(record);
            case Map<?, ?> entries -> {
                ObjectNode node = NODES.objectNode();
                Schema type = of(Schema.Type.MAP, schema).getValueType();
                entries.forEach((name, entry) -> node.set(String.valueOf(name), node(type, entry)));
                yield node;
            }
            case Collection<?> elements -> {
                ArrayNode node = NODES.arrayNode();
                Schema type = of(Schema.Type.ARRAY, schema).getElementType();
                elements.forEach(element -> node.add(node(type, element)));
                yield node;
            }
            case Long number -> number(of(Schema.Type.LONG, schema).getLogicalType(), number);
            case Integer number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            case ByteBuffer bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield NODES.binaryNode(copy);
            }
            default -> NODES.textNode(value.toString());
        };
    }

    private static JsonNode number(@Nullable LogicalType type, long number) {
        ChronoUnit unit = switch (type) {
            case LogicalTypes.TimestampMillis _ -> ChronoUnit.MILLIS;
            case LogicalTypes.TimestampMicros _ -> ChronoUnit.MICROS;
            case LogicalTypes.TimestampNanos _ -> ChronoUnit.NANOS;
            case null, default -> null;
        };
        return unit == null
                ? NODES.numberNode(number)
                : NODES.textNode(Instant.EPOCH.plus(number, unit).toString());
    }

    /// The part of a union that a value is of.
    private static Schema of(Schema.Type type, Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().filter(part -> part.getType() == type).findFirst().orElseThrow()
                : schema;
    }
}
