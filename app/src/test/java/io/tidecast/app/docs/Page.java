package io.tidecast.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documentation.
///
/// @param name   path from the project's root, such as `docs/web.md`
/// @param blocks what is fenced in it
public record Page(String name, String text, List<Block> blocks) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Commands that a reader types.
    private static final String COMMANDS = "sh";
    /// What commands print.
    private static final String OUTPUT = "text";

    /// What other tests run: `ComposeIT`, `EmbedIT`, and in the module `benchmarks` `CommandsIT`.
    static final Pattern OF_OTHER_TESTS = Pattern
            .compile("docker compose |\\./mvnw .*install|\\./benchmarks/run ");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern REASON = Pattern.compile("<!-- Not run by a test: (.+) -->\n+\\z");

    /// Something fenced.
    ///
    /// @param kind    the word behind the opening fence, maybe empty
    /// @param notRun  why no test runs it, as the comment above it says; empty if it is to be run
    public record Block(String kind, String content, int line, String notRun) {
        boolean isCommands() {
            return kind.equals(COMMANDS);
        }

        private boolean isRun() {
            return isCommands() && notRun.isEmpty();
        }

        private boolean isOfOtherTests() {
            return OF_OTHER_TESTS.matcher(content).find();
        }
    }

    /// All pages, in the order of their names.
    static List<Page> all() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted()
                    .map(file -> read(ROOT.relativize(file).toString())).toList();
        }
    }

    /// The page of this name.
    public static Page read(String name) {
        try {
            String text = Files.readString(ROOT.resolve(name));
            var blocks = new ArrayList<Block>();
            Matcher fenced = FENCED.matcher(text);
            while (fenced.find()) {
                String before = text.substring(0, fenced.start());
                Matcher reason = REASON.matcher(before);
                blocks.add(new Block(fenced.group(1), fenced.group(2), (int) before.lines().count() + 1,
                        reason.find() ? reason.group(1) : ""));
            }
            return new Page(name, text, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Commands that a shell can run, in order.
    List<Block> commands() {
        return blocks.stream().filter(block -> block.isRun() && !block.isOfOtherTests()).toList();
    }

    /// Lines of commands that other tests run.
    List<String> ofOtherTests() {
        return blocks.stream().filter(block -> block.isRun() && block.isOfOtherTests())
                .flatMap(block -> block.content.lines()).toList();
    }

    /// Those of them with this text.
    public List<String> commandsWith(String text) {
        return ofOtherTests().stream().filter(line -> line.contains(text)).toList();
    }

    /// Whether a command has this text in it.
    boolean runs(String text) {
        return commands().stream().anyMatch(block -> block.content.contains(text));
    }

    /// What the commands print, by the page.
    String output() {
        return blocks.stream().filter(block -> block.kind.equals(OUTPUT) && block.notRun.isEmpty())
                .map(Block::content).reduce("", String::concat);
    }

    /// The number of the line that has this text in it first.
    int line(String text) {
        return (int) this.text.substring(0, this.text.indexOf(text)).lines().count();
    }

    @Override
    public String toString() {
        return name;
    }
}
