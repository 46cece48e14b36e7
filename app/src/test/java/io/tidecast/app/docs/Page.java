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
record Page(String name, String text, List<Block> blocks) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Commands that a reader types.
    private static final String COMMANDS = "sh";
    /// What commands print.
    private static final String OUTPUT = "text";

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern REASON = Pattern.compile("\\*Not run by a test: (.+)\\*\n+\\z");

    /// Something fenced.
    ///
    /// @param kind    the word behind the opening fence, maybe empty
    /// @param notRun  why no test runs it, as the line above it says; empty if it is to be run
    record Block(String kind, String content, int line, String notRun) {
        boolean isCommands() {
            return kind.equals(COMMANDS);
        }
    }

    /// All pages, in the order of their names.
    static List<Page> all() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted()
                    .map(file -> read(ROOT.relativize(file).toString())).toList();
        }
    }

    static Page read(String name) {
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

    /// The commands that are to be run, in order; empty if there are none.
    String commands() {
        return joined(COMMANDS);
    }

    /// What they print, by the page.
    String output() {
        return joined(OUTPUT);
    }

    private String joined(String kind) {
        return blocks.stream().filter(block -> block.kind.equals(kind) && block.notRun.isEmpty())
                .map(Block::content).reduce("", String::concat);
    }

    @Override
    public String toString() {
        return name;
    }
}
