package io.tidecast.app.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// Records, lists and maps as JSON, for programs. What is null is left out.
public final class Json {
    private static final ObjectMapper LINE = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();
    private static final ObjectMapper BLOCK = LINE.copy().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /// On one line.
    public static String line(Object value) {
        return write(LINE, value);
    }

    /// Indented.
    public static String block(Object value) {
        return write(BLOCK, value);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write %s as JSON".formatted(value.getClass()), e);
        }
    }
}
