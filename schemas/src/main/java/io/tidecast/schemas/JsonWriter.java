package io.tidecast.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/// Writes records of one schema as [JsonCodec] says; the schema is taken apart once. Safe for use by several threads.
final class JsonWriter {
    /// Most forecasts are shorter.
    static final int USUAL_BYTES = 1024;

    private final JsonFactory factory;
    private final String name;
    private final Form form;

    /// How the values of one schema are written.
    private interface Form {
        void write(JsonGenerator json, Object value) throws IOException;
    }

    JsonWriter(JsonFactory factory, Schema schema) {
        this.factory = factory;
        name = schema.getName();
        form = form(schema);
    }

    /// @throws IllegalArgumentException if a field without default is not set, or a number is not finite
    byte[] write(IndexedRecord record) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            form.write(json, record);
        } catch (MisfitException e) {
            throw new IllegalArgumentException(e.within(name).getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be written as JSON: %s".formatted(name, e.getMessage()), e);
        }
        return bytes.toByteArray();
    }

    private static Form form(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> form(nonNull(schema));
            case RECORD -> new RecordForm(schema.getFields().stream().map(Field::of).toArray(Field[]::new));
            case MAP -> new MapForm(Content.of(schema.getValueType()));
            case ARRAY -> new ListForm(Content.of(schema.getElementType()));
            case DOUBLE -> (json, value) -> {
                double number = (Double) value;
                if (!Double.isFinite(number)) {
                    throw new MisfitException("", "must be finite, got " + number);
                }
                json.writeNumber(number);
            };
            case LONG -> schema.getLogicalType() == null
                    ? (json, value) -> json.writeNumber((Long) value)
                    : (json, value) -> json.writeString(((Instant) value).toString());
            case INT -> (json, value) -> json.writeNumber((Integer) value);
            case BOOLEAN -> (json, value) -> json.writeBoolean((Boolean) value);
            case STRING, ENUM -> (json, value) -> json.writeString(value.toString());
            default -> throw new IllegalStateException("no JSON form for " + schema);
        };
    }

    static Schema nonNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).findFirst()
                .orElseThrow();
    }

    /// A value that may or may not be null.
    private record Content(Form form, boolean nullable) {
        static Content of(Schema schema) {
            return new Content(JsonWriter.form(schema), schema.isNullable());
        }

        void write(JsonGenerator json, String name, @Nullable Object value) throws IOException {
            if (value == null) {
                if (!nullable) {
                    throw new MisfitException(name, "must be set, got null");
                }
                json.writeNull();
                return;
            }
            try {
                form.write(json, value);
            } catch (MisfitException e) {
                throw e.within(name);
            }
        }
    }

    /// @param position in the record
    /// @param optional whether it is left out when it is empty
    private record Field(int position, String name, SerializedString quoted, boolean optional,
            Content content) {
        static Field of(Schema.Field field) {
            return new Field(field.pos(), field.name(), new SerializedString(field.name()),
                    field.hasDefaultValue(), Content.of(field.schema()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    private record RecordForm(Field[] fields) implements Form {
        @Override
        public void write(JsonGenerator json, Object value) throws IOException {
            var record = (IndexedRecord) value;
            json.writeStartObject();
            for (Field field : fields) {
                Object content = record.get(field.position);
                if (!(field.optional && isEmpty(content))) {
                    json.writeFieldName(field.quoted);
                    field.content.write(json, field.name, content);
                }
            }
            json.writeEndObject();
        }

        private static boolean isEmpty(@Nullable Object content) {
            return switch (content) {
                case Collection<?> elements -> elements.isEmpty();
                case Map<?, ?> entries -> entries.isEmpty();
                case null, default -> false;
            };
        }
    }

    private record MapForm(Content content) implements Form {
        @Override
        public void write(JsonGenerator json, Object value) throws IOException {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                String name = String.valueOf(entry.getKey());
                json.writeFieldName(name);
                content.write(json, name, entry.getValue());
            }
            json.writeEndObject();
        }
    }

    private record ListForm(Content content) implements Form {
        @Override
        public void write(JsonGenerator json, Object value) throws IOException {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                content.write(json, "[]", element);
            }
            json.writeEndArray();
        }
    }

    /// A value that the schema does not allow; its place is known on the way out.
    private static final class MisfitException extends IOException {
        private final String path;
        private final String what;

        MisfitException(String path, String what) {
            super((path + " " + what).strip());
            this.path = path;
            this.what = what;
        }

        MisfitException within(String name) {
            return new MisfitException(
                    path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path, what);
        }
    }
}
