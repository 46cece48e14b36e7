package io.tidecast.app.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.app.command.TidecastCommand;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What the pages name exists: links, commands and their options, configuration keys, classes.
class PagesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*(?:\\$ )?(?:\\./)?tidecast( .*)$");
    private static final Pattern ANY_COMMAND = Pattern
            .compile("(?m)^(?:\\$ )?(?:\\./|docker|kafka-|curl |mvn|psql|mosquitto|printf |git )");
    private static final Pattern SHOWN = Pattern
            .compile("(?ms)^<!-- code: (\\S+\\.java) -->\n```java\n(.*?)^```$");
    private static final Pattern OPTION = Pattern.compile("(?<= )--?[a-z][a-z-]*");
    private static final Pattern NAMED = Pattern.compile("`([a-z]+(?:\\.[a-z0-9]+)*)`");
    private static final Pattern SET = Pattern.compile("--set ([a-z][a-z0-9.]*)=");
    private static final Pattern KEY = Pattern.compile("[a-z]+(?:\\.[a-z]+)+");
    private static final Pattern TYPE = Pattern.compile("(?:[A-Z][a-z0-9]+){2,}(?:IT)?");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        var dead = new ArrayList<String>();
        for (Page page : Page.all()) {
            LINK.matcher(FENCED.matcher(page.text()).replaceAll("")).results()
                    .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                    .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                    .filter(target -> !leadsSomewhere(page, target))
                    .forEach(target -> dead.add(page + ": " + target));
        }
        assertEquals(List.of(), dead);
    }

    private static boolean leadsSomewhere(Page page, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? Page.ROOT.resolve(page.name())
                : Page.ROOT.resolve(page.name()).resolveSibling(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
        if (parts.length == 1) {
            return Files.exists(file);
        }
        return Files.isRegularFile(file)
                && anchors(Page.read(Page.ROOT.relativize(file).toString()).text()).contains(parts[1]);
    }

    /// As GitHub makes them of headings.
    private static Set<String> anchors(String text) {
        return HEADING.matcher(FENCED.matcher(text).replaceAll("")).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyCommandIsInABlockThatIsRunOrSaysWhyNot() throws IOException {
        var unmarked = new ArrayList<String>();
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                if (!block.isCommands() && block.notRun().isEmpty()
                        && ANY_COMMAND.matcher(block.content()).find()) {
                    unmarked.add("%s:%d".formatted(page, block.line()));
                }
            }
        }
        assertEquals(List.of(), unmarked,
                "commands belong into ```sh, or need a line '<!-- Not run by a test: REASON. -->' before");
    }

    @Test
    void everyCommandAndOptionExists() throws IOException {
        var wrong = new ArrayList<String>();
        for (Page page : Page.all()) {
            Stream<String> fenced = page.blocks().stream()
                    .flatMap(block -> COMMAND.matcher(block.content().replace("\\\n", " ")).results())
                    .map(command -> command.group(1));
            Stream<String> inline = inlineCode(page).flatMap(code -> COMMAND.matcher(code).results())
                    .map(command -> command.group(1));
            Stream.concat(fenced, inline).flatMap(PagesTest::unknown)
                    .forEach(what -> wrong.add(page + ": " + what));
        }
        assertEquals(List.of(), wrong);
    }

    /// What the command line does not know.
    private static Stream<String> unknown(String arguments) {
        CommandLine command = TidecastCommand.commandLine();
        for (String word : arguments.strip().split("[ \\[]+", -1)) {
            if (!word.matches("[a-z][a-z-]*") || command.getSubcommands().isEmpty()) {
                break;
            }
            if (!command.getSubcommands().containsKey(word)) {
                return Stream.of("tidecast" + arguments);
            }
            command = command.getSubcommands().get(word);
        }
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        String own = arguments.split(" [#|&>]| 2>", 2)[0];
        return OPTION.matcher(own).results().map(MatchResult::group)
                .filter(option -> !options.contains(option))
                .map(option -> "tidecast%s: %s".formatted(arguments, option));
    }

    @Test
    void everyKeyOfTheConfigurationExists() throws IOException {
        Set<String> keys = NAMED.matcher(Page.read("docs/configuration.md").text()
                + Page.read("docs/feeds/reference.md").text()).results().map(key -> key.group(1))
                .collect(Collectors.toSet());
        // Those of Tidecast's own, by their first word; all else may be Kafka's, a file or a package.
        Set<String> own = Set.of("readings", "forecasts", "dead", "events", "model", "fields", "snapshot",
                "live",
                "journal", "series", "reading", "record", "quarantine", "web", "mqtt", "csv", "fleet",
                "influx");
        var wrong = new TreeSet<String>();
        for (Page page : Page.all()) {
            // It names keys that are no more.
            if (page.name().equals("CHANGELOG.md")) {
                continue;
            }
            Stream<String> named = inlineCode(page).map(code -> code.split("=", 2)[0])
                    .filter(code -> KEY.matcher(code).matches())
                    .filter(key -> own.contains(key.split("\\.", 2)[0])
                            && !key.matches(".*\\.(md|csv|json|svg|gz)"));
            Stream<String> set = SET.matcher(page.text()).results().map(key -> key.group(1));
            Stream.concat(named, set).filter(key -> !keys.contains(key))
                    .forEach(key -> wrong.add(page + ": " + key));
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Set<String> types;
        try (Stream<Path> files = Files.walk(Page.ROOT)) {
            types = files.filter(file -> file.toString().contains("/src/")).map(Path::getFileName)
                    .map(Path::toString).filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        var wrong = new TreeSet<String>();
        for (Page page : Page.all()) {
            inlineCode(page).flatMap(code -> TYPE.matcher(code).results()).map(MatchResult::group)
                    .filter(name -> name.matches(".*(Test|IT)") && !types.contains(name))
                    .forEach(name -> wrong.add(page + ": " + name));
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void theCodeIsThatOfCompiledFiles() throws IOException {
        var different = new ArrayList<String>();
        for (Page page : Page.all()) {
            SHOWN.matcher(page.text()).results().filter(shown -> !oneLine(Page.read(shown.group(1)).text())
                    .contains(oneLine(shown.group(2))))
                    .forEach(shown -> different.add(page + ": " + shown.group(1)));
        }
        assertEquals(List.of(), different);
    }

    private static String oneLine(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    private static Stream<String> inlineCode(Page page) {
        return CODE.matcher(FENCED.matcher(page.text()).replaceAll("")).results().map(code -> code.group(1));
    }
}
