package io.tidecast.schemas.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;

/// A number in decimal text, such as `21.5`: the field `value`.
final class NumberDocuments implements DocumentParser {
    private static final int MOST_BYTES = 64;

    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        byte[] bytes = record.value();
        if (bytes.length <= MOST_BYTES) {
            try {
                ObjectNode tree = JsonNodeFactory.instance.objectNode();
                out.add(Document.of(tree.put("value", FieldValue.parse(new String(bytes, UTF_8)))));
                return;
            } catch (NumberFormatException e) {
                // Said below, with what was expected.
            }
        }
        throw new BadRecordException(Fault.BYTES, "value",
                "bytes must be a number in decimal text, got %d bytes: %s"
                        .formatted(bytes.length, Lines.shown(new String(bytes, UTF_8))));
    }
}
