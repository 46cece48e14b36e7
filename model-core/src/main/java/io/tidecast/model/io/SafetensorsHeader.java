package io.tidecast.model.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON header of a safetensors file.
///
/// @param entries in the order of the file
record SafetensorsHeader(List<Entry> entries, SortedMap<String, String> metadata) {
    static final String METADATA = "__metadata__";

    private static final int ALIGNMENT = 8;
    // Names come from strangers and are never met again: interning and sharing them only gives hash collisions a target.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /// Where one tensor lies: bytes `begin` to `end`, counted from the end of the header.
    record Entry(String name, StoredTensor.DataType dataType, List<Integer> shape, long begin, long end) {
        long length() {
            return end - begin;
        }
    }

    static SafetensorsHeader parse(byte[] file, int offset, int length) throws ModelFormatException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file, offset, length))
                    .toString();
            if (!text.startsWith("{")) {
                throw new ModelFormatException("the header must begin with {");
            }
            try (var json = JSON.createParser(text)) {
                json.nextToken();
                return object(json);
            }
        } catch (ModelFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFormatException("the header must be JSON in UTF-8: " + e.getMessage(), e);
        }
    }

    static byte[] format(List<Map.Entry<String, StoredTensor>> tensors, SortedMap<String, String> metadata) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (var entry : tensors) {
                var tensor = entry.getValue();
                long end = begin + tensor.data().remaining();
                int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", tensor.dataType().name());
                json.writeFieldName("shape");
                json.writeArray(shape, 0, shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[]{begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static SafetensorsHeader object(JsonParser json) throws IOException {
        var entries = new ArrayList<Entry>();
        var metadata = new TreeMap<String, String>();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            require(json.nextToken() == JsonToken.START_OBJECT, name, "an object", json);
            if (name.equals(METADATA)) {
                metadata(json, metadata);
            } else {
                entries.add(entry(name, json));
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT, "the header", "an object", json);
        require(json.nextToken() == null, "the header", "one object and nothing more", json);
        return new SafetensorsHeader(entries, metadata);
    }

    private static void metadata(JsonParser json, SortedMap<String, String> metadata) throws IOException {
        for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            require(json.nextToken() == JsonToken.VALUE_STRING, METADATA + "." + key, "a string", json);
            metadata.put(key, json.getText());
        }
    }

    private static Entry entry(String name, JsonParser json) throws IOException {
        StoredTensor.@Nullable DataType dataType = null;
        List<Integer> shape = null;
        List<Long> offsets = null;
        for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            String where = name + "." + key;
            switch (key) {
                case "dtype" -> dataType = dataType(where, json);
                case "shape" -> shape = dimensions(where, integers(where, json));
                case "data_offsets" -> offsets = integers(where, json);
                default -> throw new ModelFormatException(
                        "%s must have dtype, shape and data_offsets only, got %s".formatted(name, key));
            }
        }
        if (dataType == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new ModelFormatException(
                    "%s must have a dtype, a shape and two data_offsets, got %s, %s and %s"
                            .formatted(name, dataType, shape, offsets));
        }
        var entry = new Entry(name, dataType, shape, offsets.getFirst(), offsets.getLast());
        requireLength(entry);
        return entry;
    }

    private static void requireLength(Entry entry) throws ModelFormatException {
        long bytes;
        try {
            bytes = StoredTensor.byteLength(entry.dataType(), entry.shape());
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(entry.name() + ": " + e.getMessage(), e);
        }
        // Offsets are not negative, so their difference does not overflow.
        if (entry.length() != bytes) {
            throw new ModelFormatException(
                    "%s of type %s and shape %s must have %d bytes, got %d to %d".formatted(
                            entry.name(), entry.dataType(), entry.shape(), bytes, entry.begin(),
                            entry.end()));
        }
    }

    private static StoredTensor.DataType dataType(String where, JsonParser json) throws IOException {
        require(json.nextToken() == JsonToken.VALUE_STRING, where, "a string", json);
        return switch (json.getText()) {
            case "F32" -> StoredTensor.DataType.F32;
            case "F64" -> StoredTensor.DataType.F64;
            default -> throw new ModelFormatException(
                    "%s must be F32 or F64, got %s".formatted(where, json.getText()));
        };
    }

    private static List<Long> integers(String where, JsonParser json) throws IOException {
        var integers = new ArrayList<Long>();
        require(json.nextToken() == JsonToken.START_ARRAY, where, "an array", json);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, where, "an array of integers", json);
            require(json.getLongValue() >= 0, where, "an array of integers of at least 0", json);
            integers.add(json.getLongValue());
        }
        return integers;
    }

    private static List<Integer> dimensions(String where, List<Long> integers) throws ModelFormatException {
        var dimensions = new ArrayList<Integer>();
        for (long integer : integers) {
            if (integer > Integer.MAX_VALUE) {
                throw new ModelFormatException(
                        "%s must have dimensions below 2^31, got %s".formatted(where, integers));
            }
            dimensions.add((int) integer);
        }
        return dimensions;
    }

    private static void require(boolean holds, String where, String rule, JsonParser json)
            throws IOException {
        if (!holds) {
            throw new ModelFormatException("%s must be %s, got %s".formatted(where, rule, json.getText()));
        }
    }
}
