package io.tidecast.schemas.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `{"time": ..., "value": ...}` in any order, the time an ISO-8601 text or epoch milliseconds, or left out.
final class PlainJsonReading implements PlainReading {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public @Nullable Reading read(byte[] bytes) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            return json.nextToken() == JsonToken.START_OBJECT ? object(json) : null;
        } catch (IOException | DateTimeException e) {
            // Said by the parser of all forms.
            return null;
        }
    }

    private static @Nullable Reading object(JsonParser json) throws IOException {
        var reading = new Reading(null, null, Map.of(), Map.of(), Map.of());
        boolean hasTime = false;
        boolean hasValue = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("value") && !hasValue && (token.isNumeric() || token == JsonToken.VALUE_NULL)) {
                hasValue = true;
                reading.setValue(token.isNumeric() ? json.getDoubleValue() : null);
            } else if (name.equals("time") && !hasTime && isTime(token)) {
                hasTime = true;
                reading.setTime(time(json, token));
            } else {
                return null;
            }
        }
        return hasValue && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
                ? reading
                : null;
    }

    private static boolean isTime(JsonToken token) {
        return token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT
                || token == JsonToken.VALUE_NULL;
    }

    private static @Nullable Instant time(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> TimestampUnit.AUTO.parse(json.getText());
            case VALUE_NUMBER_INT -> Instant.ofEpochMilli(json.getLongValue());
            default -> null;
        };
    }
}
