package io.tidecast.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that PyTorch computed; `src/test/python/goldens.py` writes them and describes the format.
public final class GoldenFile {
    private GoldenFile() {}

    /// One case: its options and its tensors by name.
    public record Case(Map<String, String> options, Map<String, float[]> tensors) {

        public String option(String name) {
            return options.getOrDefault(name, "");
        }

        public int number(String name) {
            return Integer.parseInt(options.getOrDefault(name, "0"));
        }

        public float[] tensor(String name) {
            var tensor = tensors.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("no tensor " + name + " in " + options);
            }
            return tensor;
        }

        @Override
        public String toString() {
            return options.toString();
        }
    }

    /// The cases of `name.golden`.
    public static List<Case> read(String name) {
        var cases = new ArrayList<Case>();
        text(name).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            var words = line.split(" ");
            if (words[0].equals("case")) {
                cases.add(new Case(options(words), new LinkedHashMap<>()));
            } else {
                cases.getLast().tensors().put(words[0], values(words));
            }
        });
        return cases;
    }

    private static String text(String name) {
        try (var in = GoldenFile.class.getResourceAsStream("/io/tidecast/model/" + name + ".golden")) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> options(String[] words) {
        var options = new LinkedHashMap<String, String>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return options;
    }

    private static float[] values(String[] words) {
        var values = new float[words.length - 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words[i + 2]);
        }
        return values;
    }
}
