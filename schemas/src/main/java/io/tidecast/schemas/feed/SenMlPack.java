package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A SenML pack in JSON (RFC 8428): base fields hold for the records after them; name = `bn` + `n`, value = `bv` + `v`,
/// time = `bt` + `t` in seconds. A time below 2^28 counts from now, which here is the record's timestamp. The name is the
/// series. Texts, truths and blobs (`vs`, `vb`, `vd`) and bare sums are no readings and are passed over.
final class SenMlPack {
    private static final double LATEST_RELATIVE = 1 << 28;
    private static final int VERSION = 10;
    private static final Set<String> OTHER_VALUES = Set.of("vs", "vb", "vd", "s");

    private final long now;
    private String baseName = "";
    private double baseTime;
    private double baseValue;
    private @Nullable String baseUnit;

    /// @param now  milliseconds since 1970-01-01T00:00:00Z
    SenMlPack(long now) {
        this.now = now;
    }

    /// Whether an array begins like a pack.
    static boolean isOne(JsonNode root) {
        if (!root.isArray() || root.isEmpty()) {
            return false;
        }
        JsonNode first = root.get(0);
        boolean hasValue = first.has("v") || OTHER_VALUES.stream().anyMatch(first::has);
        return first.has("bn") || (first.path("n").isTextual() && hasValue);
    }

    void resolve(JsonNode pack, DocumentParser.Documents out) {
        for (JsonNode record : pack) {
            try {
                resolveOne(record, out);
            } catch (BadRecordException e) {
                out.refuse(e);
            }
        }
    }

    private void resolveOne(JsonNode record, DocumentParser.Documents out) throws BadRecordException {
        if (!record.isObject()) {
            throw new BadRecordException(
                    "a SenML record must be a JSON object, got " + FieldValue.shown(record));
        }
        refuseUnknown(record);
        baseName = record.has("bn") ? text(record, "bn") : baseName;
        baseTime = record.has("bt") ? number(record, "bt") : baseTime;
        baseValue = record.has("bv") ? number(record, "bv") : baseValue;
        baseUnit = record.has("bu") ? text(record, "bu") : baseUnit;
        if (!record.has("v")) {
            boolean baseOnly = !record.has("n") && !record.has("t");
            if (baseOnly || OTHER_VALUES.stream().anyMatch(record::has)) {
                return;
            }
            throw new BadRecordException(Fault.MISSING_FIELD, "v",
                    "a SenML record must have a value, got " + FieldValue.shown(record));
        }
        String name = baseName + (record.has("n") ? text(record, "n") : "");
        if (name.isBlank()) {
            throw new BadRecordException(Fault.KEY, "n", "a SenML record must have a name, got "
                    + FieldValue.shown(record));
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("n", name)
                .put("value", baseValue + number(record, "v"))
                .put("u", record.has("u") ? text(record, "u") : baseUnit);
        out.add(new Document(tree, name, time(record), List.of()));
    }

    /// Section 4.4: a higher version, and a member whose name ends in `_`, must be understood or refused.
    private static void refuseUnknown(JsonNode record) throws BadRecordException {
        if (record.has("bver") && number(record, "bver") > VERSION) {
            throw new BadRecordException(Fault.BYTES, "bver",
                    "SenML is read up to version %d, got %s".formatted(VERSION, record.get("bver")));
        }
        for (var member : record.properties()) {
            if (member.getKey().endsWith("_")) {
                throw new BadRecordException(Fault.BYTES, member.getKey(),
                        "the SenML field %s must be understood, and is not known".formatted(member.getKey()));
            }
        }
    }

    private Instant time(JsonNode record) throws BadRecordException {
        double seconds = baseTime + (record.has("t") ? number(record, "t") : 0);
        if (!(Math.abs(seconds) < Long.MAX_VALUE / 2000.0)) {
            throw new BadRecordException(Fault.TIME, "t",
                    "the time must be seconds, got %s".formatted(seconds));
        }
        long millis = BigDecimal.valueOf(seconds).movePointRight(3).setScale(0, RoundingMode.FLOOR)
                .longValue();
        return seconds < LATEST_RELATIVE
                ? Instant.ofEpochMilli(now).plusMillis(millis)
                : Instant.ofEpochMilli(millis);
    }

    private static String text(JsonNode record, String field) throws BadRecordException {
        JsonNode node = record.get(field);
        if (!node.isTextual()) {
            throw new BadRecordException(Fault.VALUE, field,
                    "the SenML field %s must be text, got %s".formatted(field, FieldValue.shown(node)));
        }
        return node.textValue();
    }

    private static double number(JsonNode record, String field) throws BadRecordException {
        Double number = FieldValue.number(new FieldPath(field, field), record.get(field));
        if (number == null) {
            throw new BadRecordException(Fault.VALUE, field,
                    "the SenML field %s must be a number, got null".formatted(field));
        }
        return number;
    }
}
