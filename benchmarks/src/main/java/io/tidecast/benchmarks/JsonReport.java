package io.tidecast.benchmarks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a process has measured against a peer, for programs: `{"peer", "machine", "rows": [{...}]}`.
///
/// Written to the file that the system property `tidecast.benchmarks.json` names; without it, nothing is.
public final class JsonReport {
    private static final String PROPERTY = "tidecast.benchmarks.json";

    private final String peer;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    public JsonReport(String peer) {
        this.peer = peer;
    }

    /// Appends a row.
    ///
    /// @param fields names, each followed by its value, a text or a number
    public void add(Object... fields) {
        var row = new LinkedHashMap<String, Object>();
        for (int i = 0; i < fields.length; i += 2) {
            row.put((String) fields[i], fields[i + 1]);
        }
        rows.add(row);
    }

    /// Writes the report where the property says.
    public void write(Machine machine) throws IOException {
        @Nullable
        String file = System.getProperty(PROPERTY);
        if (file == null) {
            return;
        }
        try (JsonGenerator json = new JsonFactory().createGenerator(new File(file), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("peer", peer);
            json.writeStringField("machine", machine.toString());
            json.writeArrayFieldStart("rows");
            for (Map<String, Object> row : rows) {
                json.writeStartObject();
                for (var field : row.entrySet()) {
                    json.writeObjectField(field.getKey(), field.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
