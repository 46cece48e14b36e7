package io.tidecast.schemas.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import java.io.IOException;

/// JSON: an object, an array of objects, a SenML pack, or a CloudEvent that holds one of them. Which of them it is, is seen from its members.
final class JsonDocuments implements DocumentParser {
    private static final ObjectReader TREES = new JsonMapper(
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        parse(tree(record.value()), record.time(), out);
    }

    static JsonNode tree(byte[] bytes) throws BadRecordException {
        try {
            return TREES.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new BadRecordException("bytes must be one JSON object or array, got %d bytes: %s"
                    .formatted(bytes.length, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new BadRecordException("bytes must be one JSON object or array: " + e.getMessage(), e);
        }
    }

    /// @param recordTime  milliseconds since 1970-01-01T00:00:00Z
    static void parse(JsonNode root, long recordTime, Documents out) throws BadRecordException {
        if (SenMlPack.isOne(root)) {
            new SenMlPack(recordTime).resolve(root, out);
        } else if (CloudEvent.isOne(root)) {
            CloudEvent.of((ObjectNode) root).open(recordTime, out);
        } else if (root instanceof ObjectNode object) {
            out.add(Document.of(object));
        } else if (root.isArray()) {
            for (JsonNode element : root) {
                parseElement(element, recordTime, out);
            }
        } else {
            throw new BadRecordException(
                    "bytes must be one JSON object or array, got " + FieldValue.shown(root));
        }
    }

    private static void parseElement(JsonNode element, long recordTime, Documents out) {
        try {
            if (!element.isObject()) {
                throw new BadRecordException(
                        "each element of the array must be a JSON object, got " + FieldValue.shown(element));
            }
            parse(element, recordTime, out);
        } catch (BadRecordException e) {
            out.refuse(e);
        }
    }
}
