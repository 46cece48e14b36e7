package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An envelope that says where data come from. Its attributes can be mapped as `cloudevent.subject`, `cloudevent.source`, ...; its `time` is
/// that of readings without one.
///
/// Source: CloudEvents 1.0.2, "JSON event format" (structured mode) and "Kafka protocol binding" (binary mode: headers `ce_*`).
///
/// @param attributes  all but the data
/// @param data        null: none
record CloudEvent(ObjectNode attributes, @Nullable JsonNode data) {
    private static final Set<String> REQUIRED = Set.of("specversion", "id", "source", "type");
    private static final FieldPath TIME = new FieldPath("time", "cloudevent.time");

    static boolean isOne(JsonNode node) {
        return node.isObject() && REQUIRED.stream().allMatch(name -> node.path(name).isTextual());
    }

    static CloudEvent of(ObjectNode event) throws BadRecordException {
        ObjectNode attributes = event.objectNode();
        event.properties().stream().filter(member -> !member.getKey().startsWith("data"))
                .forEach(member -> attributes.set(member.getKey(), member.getValue()));
        JsonNode data = event.get("data");
        if (data == null && event.has("data_base64")) {
            try {
                data = JsonDocuments.tree(event.get("data_base64").binaryValue());
            } catch (IOException | NullPointerException e) {
                throw new BadRecordException(Fault.BYTES, "data_base64",
                        "data_base64 must be Base64 of JSON, got "
                                + FieldValue.shown(event.get("data_base64")));
            }
        }
        return new CloudEvent(attributes, data);
    }

    /// Whether a record is a CloudEvent in binary mode.
    static boolean isInHeaders(SourceRecord record) {
        return record.header("ce_specversion") != null;
    }

    /// The attributes in a record's headers; null: it is no CloudEvent in binary mode.
    static @Nullable CloudEvent ofHeaders(SourceRecord record) {
        if (!isInHeaders(record)) {
            return null;
        }
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        for (String name : new String[]{"specversion", "id", "source", "type", "subject", "time"}) {
            String text = record.header("ce_" + name);
            if (text != null) {
                attributes.put(name, text);
            }
        }
        return new CloudEvent(attributes, null);
    }

    /// Hands on the documents in the data.
    void open(long recordTime, DocumentParser.Documents out) throws BadRecordException {
        if (data == null || data.isNull()) {
            throw new BadRecordException(Fault.MISSING_FIELD, "data",
                    "a CloudEvent must have data, got none");
        }
        Instant time = time();
        var inside = new DocumentParser.Documents() {
            @Override
            public void add(Document document) {
                out.add(wrap(document, time));
            }

            @Override
            public void refuse(BadRecordException why) {
                out.refuse(why);
            }
        };
        if (data.isNumber() || data.isTextual()) {
            inside.add(Document.of(attributes.objectNode().set("value", data)));
        } else {
            JsonDocuments.parse(data, recordTime, inside);
        }
    }

    /// The event's own time; null: it has none.
    @Nullable
    Instant time() throws BadRecordException {
        JsonNode time = attributes.get("time");
        return time == null || time.isNull() ? null : FieldValue.time(TIME, time, TimestampUnit.ISO);
    }

    Document wrap(Document document, @Nullable Instant time) {
        document.tree().set("cloudevent", attributes);
        return new Document(document.tree(), document.series(),
                document.time() == null ? time : document.time(),
                document.values());
    }
}
