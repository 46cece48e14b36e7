package io.tidecast.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidecast.schemas.BadRecordException.Fault;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Plain JSON by the Avro schema: unlike Avro's own JSON encoding, a value of a union stands there bare, and a time
/// is an ISO-8601 string; an empty list or map is left out. Reading is lenient where senders differ (a time may be epoch milliseconds, a number may be
/// a string, unknown fields are ignored) and strict where silence would cost data: a field without default must be
/// there, no field may come twice, nothing may follow the object.
final class JsonCodec<T extends SpecificRecord> implements RecordCodec<T> {
    static {
        TrustedRecords.ensure();
    }

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator((String) null).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Readings; value or values must be there, lest a misspelt name be taken for a missing value.
    static final JsonCodec<Reading> READINGS = new JsonCodec<>(Reading.getClassSchema(), Reading::new,
            "value",
            "values");

    private static final ObjectReader TREES = new JsonMapper(FACTORY).reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Schema schema;
    private final Supplier<T> newRecord;
    private final JsonWriter writer;
    private final List<String> oneOf;

    /// @param oneOf fields of which an object must have at least one; empty: no such rule
    JsonCodec(Schema schema, Supplier<T> newRecord, String... oneOf) {
        this.schema = schema;
        this.newRecord = newRecord;
        writer = new JsonWriter(FACTORY, schema);
        this.oneOf = List.of(oneOf);
    }

    @Override
    public byte[] encode(T value) {
        return writer.write(value);
    }

    @Override
    public RecordOutput output() {
        return new JsonOutput(FACTORY);
    }

    @Override
    public T decode(byte[] bytes) throws BadRecordException {
        try {
            return decode(TREES.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new BadRecordException(
                    "bytes must be one JSON object, got %d bytes: %s".formatted(bytes.length,
                            e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new BadRecordException("bytes must be one JSON object: " + e.getMessage(), e);
        }
    }

    T decode(JsonNode tree) throws BadRecordException {
        T record = newRecord.get();
        fill(record, schema.getName(), tree);
        if (!oneOf.isEmpty() && oneOf.stream().noneMatch(tree::has)) {
            throw new BadRecordException(Fault.BYTES, oneOf.getFirst(),
                    "%s must have %s, got fields %s".formatted(schema.getName(),
                            String.join(" or ", oneOf), names(tree)));
        }
        return record;
    }

    private static void fill(IndexedRecord record, String path, JsonNode node) throws BadRecordException {
        expect(node.isObject(), path, "a JSON object", node);
        for (Schema.Field field : record.getSchema().getFields()) {
            JsonNode child = node.get(field.name());
            String childPath = path + "." + field.name();
            if (child != null) {
                record.put(field.pos(), read(field.schema(), childPath, child));
            } else if (field.hasDefaultValue()) {
                record.put(field.pos(), SpecificData.get().getDefaultValue(field));
            } else {
                throw new BadRecordException(Fault.BYTES, inRecord(childPath),
                        "%s must be present, got fields %s".formatted(childPath, names(node)));
            }
        }
    }

    private static @Nullable Object read(Schema schema, String path, JsonNode node)
            throws BadRecordException {
        if (node.isNull()) {
            expect(schema.isNullable(), path, "a value", node);
            return null;
        }
        Schema type = JsonWriter.nonNull(schema);
        return switch (type.getType()) {
            case RECORD -> {
                var record = (IndexedRecord) SpecificData.get().newRecord(null, type);
                fill(record, path, node);
                yield record;
            }
            case ARRAY -> {
                expect(node.isArray(), path, "an array", node);
                var elements = new ArrayList<@Nullable Object>(node.size());
                for (JsonNode element : node) {
                    elements.add(read(type.getElementType(), path + "[]", element));
                }
                yield elements;
            }
            case MAP -> {
                expect(node.isObject(), path, "a JSON object", node);
                var entries = new LinkedHashMap<String, @Nullable Object>();
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    entries.put(entry.getKey(),
                            read(type.getValueType(), path + "." + entry.getKey(), entry.getValue()));
                }
                yield entries;
            }
            case LONG -> type.getLogicalType() == null ? (Object) integer(path, node) : time(path, node);
            case INT -> {
                expect(node.isIntegralNumber() && node.canConvertToInt(), path, "a 32-bit integer", node);
                yield node.intValue();
            }
            case DOUBLE -> number(path, node);
            case BOOLEAN -> {
                expect(node.isBoolean(), path, "true or false", node);
                yield node.booleanValue();
            }
            case STRING -> {
                expect(node.isTextual(), path, "a string", node);
                yield node.textValue();
            }
            case ENUM -> {
                expect(type.hasEnumSymbol(node.asText()), path, "one of " + type.getEnumSymbols(), node);
                yield SpecificData.get().createEnum(node.asText(), type);
            }
            default -> throw new IllegalStateException("no JSON form for " + type);
        };
    }

    private static Instant time(String path, JsonNode node) throws BadRecordException {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Instant.ofEpochMilli(node.longValue());
        }
        try {
            if (node.isTextual()) {
                return Instant.parse(node.textValue());
            }
        } catch (DateTimeException e) {
            // Said below, with what was expected.
        }
        throw mismatch(path, "epoch milliseconds or an ISO-8601 instant such as 2026-01-05T10:00:00Z", node);
    }

    private static double number(String path, JsonNode node) throws BadRecordException {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        try {
            if (node.isTextual()) {
                return Double.parseDouble(node.textValue().strip());
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw mismatch(path, "a number or null", node);
    }

    private static long integer(String path, JsonNode node) throws BadRecordException {
        expect(node.isIntegralNumber() && node.canConvertToLong(), path, "an integer", node);
        return node.longValue();
    }

    private static void expect(boolean holds, String path, String expected, JsonNode node)
            throws BadRecordException {
        if (!holds) {
            throw mismatch(path, expected, node);
        }
    }

    private static BadRecordException mismatch(String path, String expected, JsonNode node) {
        String got = node.toString();
        return new BadRecordException(Fault.BYTES, inRecord(path), "%s must be %s, got %s".formatted(path,
                expected,
                got.isEmpty() ? "nothing" : got.length() > 100 ? got.substring(0, 100) + "..." : got));
    }

    /// The path without the record's name.
    private static String inRecord(String path) {
        return path.substring(path.indexOf('.') + 1);
    }

    private static String names(JsonNode node) {
        var names = new StringBuilder("[");
        node.fieldNames().forEachRemaining(name -> names.append(names.length() > 1 ? ", " : "").append(name));
        return names.length() > 200 ? names.substring(0, 200) + "...]" : names.append(']').toString();
    }
}
