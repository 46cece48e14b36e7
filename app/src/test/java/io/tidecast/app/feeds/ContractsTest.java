package io.tidecast.app.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Forecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/// docs/contracts.md says what is.
class ContractsTest {
    private static final Path PAGE = Path.of("../docs/contracts.md");
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private static List<String> examples() throws Exception {
        var blocks = new ArrayList<String>();
        JSON_BLOCK.matcher(Files.readString(PAGE)).results().forEach(match -> blocks.add(match.group(1)));
        return blocks;
    }

    @Test
    void theExampleOfAReadingIsOne() throws Exception {
        assertEquals(61.2,
                RecordCodec.readings(RecordFormat.JSON).decode(examples().getFirst().getBytes(UTF_8))
                        .getValue());
    }

    @Test
    void theExampleOfAForecastIsOneAndShowsEveryField() throws Exception {
        var json = new JsonMapper();
        RecordCodec<Forecast> codec = RecordCodec.forecasts(RecordFormat.JSON);
        byte[] example = examples().getLast().getBytes(UTF_8);
        JsonNode written = json.readTree(example);
        assertEquals(written, json.readTree(codec.encode(codec.decode(example))), "is written like this");
        for (Schema.Field field : Forecast.getClassSchema().getFields()) {
            assertTrue(written.has(field.name()) || field.name().equals("fields"), field.name());
        }
        // The figures of the example hang together as the text says.
        assertEquals(written.get("actual").doubleValue(),
                written.at("/resolved/value").doubleValue() + written.at("/resolved/error").doubleValue());
        assertEquals(written.at("/recent/skill").doubleValue(), 1 - written.at("/recent/mae").doubleValue()
                / written.at("/recent/lastValueMae").doubleValue());
        for (String path : List.of("", "/ahead/0")) {
            double combined = 0;
            for (JsonNode expert : written.at(path + "/experts")) {
                combined += expert.get("value").doubleValue() * expert.get("weight").doubleValue();
            }
            assertEquals(1.0, sum((ObjectNode) (path.isEmpty() ? written : written.at(path))));
            assertEquals(written.at(path + "/value").doubleValue(), combined, path);
        }
    }

    private static double sum(ObjectNode forecast) {
        double sum = 0;
        for (JsonNode expert : forecast.get("experts")) {
            sum += expert.get("weight").doubleValue();
        }
        return sum;
    }

    @Test
    void everyKeyOfFeedsAndRegistryIsOnThePage() throws Exception {
        String page = Files.readString(PAGE);
        for (String key : TidecastConfig.describeKeys().keySet()) {
            if (key.matches("(readings|schema\\.registry)\\..*") && !key.equals("readings.topic")) {
                assertTrue(page.contains("`" + key), key);
            }
        }
    }
}
