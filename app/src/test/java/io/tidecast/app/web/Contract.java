package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The shipped OpenAPI description, against which answers are held.
final class Contract {
    private final JsonNode root;
    private final SchemaRegistry schemas = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    Contract() {
        try (InputStream in = Objects
                .requireNonNull(WebServer.class.getResourceAsStream("/io/tidecast/app/web/openapi.yaml"))) {
            root = new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Paths with their methods, such as `get /keys`.
    List<String> operations() {
        var operations = new ArrayList<String>();
        root.get("paths").properties().forEach(path -> path.getValue().properties().forEach(member -> {
            if (!member.getKey().equals("parameters")) {
                operations.add(member.getKey() + " " + path.getKey());
            }
        }));
        return operations;
    }

    /// Fails unless the operation may answer so.
    ///
    /// @param request for messages
    void accepts(String method, String path, HttpResponse<String> answer, String request) throws IOException {
        String status = Integer.toString(answer.statusCode());
        JsonNode response = root.get("paths").path(path).path(method).path("responses").path(status);
        assertTrue(!response.isMissingNode(),
                () -> request + " must not be answered by " + status + ": " + answer.body());
        if (response.has("$ref")) {
            response = root.at(response.get("$ref").asText().substring(1));
        }
        JsonNode headers = response.path("headers");
        headers.fieldNames().forEachRemaining(
                header -> assertTrue(answer.headers().firstValue(header).isPresent(),
                        () -> request + ": " + status + " without " + header));
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode content = response.path("content").path(type);
        assertTrue(!content.isMissingNode(), () -> request + ": " + status + " in " + type);
        if (type.endsWith("json")) {
            var schema = (ObjectNode) content.get("schema").deepCopy();
            schema.set("components", root.get("components"));
            var errors = schemas.getSchema(schema).validate(Served.JSON.readTree(answer.body()));
            assertEquals(List.of(), errors, () -> request + ": " + answer.body());
        }
    }
}
