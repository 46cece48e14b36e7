package io.tidecast.model.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page of `docs/tutorials`, whose code and output are those of a class of this package.
///
/// After a line `<!-- code: NAME -->` stands the part of the class between `// NAME` and `// end`, after `<!-- output -->` what
/// the class printed. `mvn verify -Dtutorials.write=true` writes pages and plots; without it, they are compared.
final class TutorialPage {
    private static final Path PAGES = Path.of("../docs/tutorials");
    private static final Path SOURCES = Path.of("src/test/java/io/tidecast/model/tutorial");
    private static final boolean WRITES = Boolean.getBoolean("tutorials.write");

    private TutorialPage() {}

    /// Compares the page with the class and with what it printed.
    static void check(String page, Class<?> tutorial, String output) throws IOException {
        var source = Files.readAllLines(SOURCES.resolve(tutorial.getSimpleName() + ".java"));
        var lines = Files.readAllLines(PAGES.resolve(page));
        var expected = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            expected.add(line);
            if (line.startsWith("<!-- code: ")) {
                addBlock(expected, "java", snippet(source, line.substring(11, line.length() - 4)));
                i = endOfBlock(lines, i);
            } else if (line.equals("<!-- output -->")) {
                addBlock(expected, "text", output.lines().toList());
                i = endOfBlock(lines, i);
            }
        }
        compare(page, String.join("\n", expected) + "\n");
    }

    /// Compares a file beside the pages.
    static void compare(String name, String expected) throws IOException {
        var file = PAGES.resolve(name);
        if (WRITES) {
            Files.writeString(file, expected);
        }
        assertEquals(expected, Files.readString(file), name + " is not what the code does today");
    }

    private static void addBlock(List<String> page, String language, List<String> block) {
        page.add("```" + language);
        page.addAll(block);
        page.add("```");
    }

    /// Index of the last line of the block after line `i`, or `i` when there is none yet.
    private static int endOfBlock(List<String> lines, int i) {
        if (i + 1 >= lines.size() || !lines.get(i + 1).startsWith("```")) {
            return i;
        }
        int end = i + 2;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        return end;
    }

    private static List<String> snippet(List<String> source, String name) {
        int begin = 0;
        while (!source.get(begin).strip().equals("// " + name)) {
            begin++;
        }
        int indent = source.get(begin).indexOf('/');
        var snippet = new ArrayList<String>();
        for (int i = begin + 1; !source.get(i).strip().equals("// end"); i++) {
            snippet.add(source.get(i).isBlank() ? "" : source.get(i).substring(indent));
        }
        return snippet;
    }
}
