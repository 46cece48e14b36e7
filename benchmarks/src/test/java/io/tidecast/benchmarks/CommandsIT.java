package io.tidecast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The commands of the pages that run benchmarks, each with options that make it short. They take what is built, so this runs after `package`.
class CommandsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern
            .compile("(?ms)(<!-- Not run by a test: [^\n]+\n+)?^```sh\n(.*?)^```$");
    private static final String RUN = "./benchmarks/run ";
    /// No part of the build: the command builds what it needs of them.
    private static final String PEERS = "peers";
    private static final Map<String, Quick> QUICK = Map.of(
            "kernels", new Quick("--only FmaPeak.peak", "FmaPeak.peak"),
            "kernels --quick",
            new Quick("--only Kernels.step", "Kernels.step       batch=1 cell=GRU hidden=64"),
            PEERS, new Quick("--only randomcutforest DIR/nab/walk.csv.gz", "RCFCaster"),
            "pipeline", new Quick("--keys 20 --records 100000 --rounds 1 --window-ms 400 --only pass-through",
                    "pass-through"),
            "scale", new Quick("--keys 40", "where fewest of them knew the one before, 40 of 40 did"),
            "accuracy --data DIR", new Quick("--only nab --seeds 1", "| NAB | coverage |"));

    private static final List<String> TARGETS = List.of("benchmarks/target", "app/target");

    @TempDir
    private Path directory;

    /// What makes a command short.
    ///
    /// @param prints what its output has in it then
    private record Quick(String options, String prints) {}

    static Stream<String> commands() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted()
                    .toList().stream().flatMap(CommandsIT::commands);
        }
    }

    private static Stream<String> commands(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).results().filter(block -> block.group(1) == null)
                    .flatMap(block -> block.group(2).lines()).filter(line -> line.startsWith(RUN))
                    .map(line -> line.substring(RUN.length()).replaceFirst(" +#.*", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void removeLinks() throws IOException {
        for (String target : TARGETS) {
            if (Files.isSymbolicLink(directory.resolve(target))) {
                Files.delete(directory.resolve(target));
            }
        }
    }

    /// A checkout in which nothing is built.
    private void copy() throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("bash", "-c",
                "tar -c --exclude=target --exclude=.git . | tar -x -C '%s'".formatted(directory))
                .directory(ROOT.toFile()).inheritIO().start().waitFor());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandOfThePageMeasures(String command) throws Exception {
        Quick small = QUICK.get(command);
        assertTrue(small != null, () -> "nothing makes it short: " + command);
        if (command.equals(PEERS)) {
            copy();
        } else {
            house();
        }
        PublicSeries.write(directory.resolve("DIR"));
        Path output = directory.resolve("output.txt");
        int exit = new ProcessBuilder("bash", "-c", RUN + command + " " + small.options())
                .directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        String printed = Files.readString(output, UTF_8);
        assertEquals(0, exit, printed);
        assertTrue(printed.contains(small.prints()), printed);
    }

    /// Like a checkout in which everything is built: the build that is running shall not be disturbed by another.
    private void house() throws IOException {
        for (String file : List.of("benchmarks/run", "build-tools/jdk.sh")) {
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(ROOT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String target : TARGETS) {
            Path link = directory.resolve(target);
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, ROOT.resolve(target));
        }
        Path maven = Files.writeString(directory.resolve("mvnw"), "#!/bin/sh\n");
        assertTrue(maven.toFile().setExecutable(true));
    }
}
