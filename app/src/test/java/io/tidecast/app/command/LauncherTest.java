package io.tidecast.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a house of its own, with JDKs that only print what they were started with.
class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "tidecast");
    private static final Path JDK_SCRIPT = Path.of("build-tools", "jdk.sh");

    private record Outcome(int exitCode, String output, String errors) {}

    @TempDir
    private Path directory;

    private Path house = Path.of("");

    @BeforeEach
    void build() throws IOException {
        house = Files.createDirectory(directory.resolve("my house"));
        Files.copy(SCRIPT, house.resolve("tidecast"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(house.resolve("build-tools"));
        Files.copy(Path.of("..").resolve(JDK_SCRIPT), house.resolve(JDK_SCRIPT));
        Files.createDirectories(house.resolve("app/target/lib"));
        Files.writeString(house.resolve("app/target/tidecast-app.jar"), "");
    }

    /// Caches are made beside the start, and may outlive it.
    @AfterEach
    void awaitWhatWasLeftInTheBackground() {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .forEach(process -> process.onExit().join());
    }

    @Test
    void saysWhatItLookedAtWhenThereIsNoNewEnoughJdk() throws Exception {
        Path old = jdk("jdks/old", "17.0.2");
        Outcome outcome = launch(
                Map.of("TIDECAST_JDK_DIRS", directory.resolve("jdks").toString(), "JAVA_HOME", "/nowhere"));
        assertEquals(4, outcome.exitCode());
        assertTrue(outcome.errors().startsWith("tidecast: no JDK 25 or newer found"), outcome.errors());
        assertTrue(outcome.errors().contains(old + " is Java 17"), outcome.errors());
    }

    @Test
    void findsANewJdkBehindAnOldOneOnThePath() throws Exception {
        Path old = jdk("old", "17.0.2");
        Path recent = jdk("jdks/a recent one", "25.0.1");
        Outcome outcome = launch(Map.of("TIDECAST_JDK_DIRS",
                directory.resolve("none") + ":" + directory.resolve("jdks"),
                "JAVA_HOME", old.toString(), "PATH", old.resolve("bin") + ":" + System.getenv("PATH")),
                "replay", "--input", "a b.csv");
        assertEquals(0, outcome.exitCode(), outcome.errors());
        List<String> arguments = outcome.output().lines().toList();
        assertEquals(recent.toString(), arguments.getFirst());
        assertEquals(
                List.of("-jar", house.resolve("app/target/tidecast-app.jar").toString(), "replay", "--input",
                        "a b.csv"),
                arguments.subList(arguments.size() - 5, arguments.size()));
    }

    @Test
    void doesWhatItIsToldAboutTheJdk() throws Exception {
        Path old = jdk("old", "21");
        Path recent = jdk("recent", "26");
        Outcome refused = launch(
                Map.of("TIDECAST_JAVA_HOME", old.toString(), "JAVA_HOME", recent.toString()));
        assertEquals(4, refused.exitCode());
        assertEquals("tidecast: TIDECAST_JAVA_HOME=%s holds Java 21, but a JDK 25 or newer is needed%n"
                .formatted(old), refused.errors());
        Outcome taken = launch(
                Map.of("TIDECAST_JAVA_HOME", recent.toString(), "TIDECAST_JAVA_OPTS", "-Xmx1g -Da=b"),
                "demo");
        assertTrue(taken.output().startsWith(recent.toString()) && taken.output().contains("-Xmx1g\n-Da=b\n"),
                taken.output());
    }

    @Test
    void theContainerGivesTheModelTheSameJavaOptions() throws Exception {
        Path recent = jdk("recent", "25");
        List<String> started = launch(Map.of("TIDECAST_JAVA_HOME", recent.toString()), "run").output().lines()
                .takeWhile(argument -> !argument.equals("-jar")).skip(1).toList();
        assertTrue(started.contains("jdk.incubator.vector"), started.toString());
        String entryPoint = Files.readAllLines(Path.of("..", "Dockerfile")).stream()
                .filter(line -> line.startsWith("ENTRYPOINT")).findFirst().orElseThrow();
        for (String option : started) {
            assertTrue(entryPoint.contains('"' + option + '"'), option + " is not in " + entryPoint);
        }
    }

    @Test
    void worksThroughSymbolicLinksFromAnywhere() throws Exception {
        Path recent = jdk("recent", "25");
        Files.createDirectory(directory.resolve("bin"));
        Path link = Files.createSymbolicLink(directory.resolve("bin/tide"), Path.of("../other"));
        Files.createSymbolicLink(directory.resolve("other"), Path.of("my house/tidecast"));
        Outcome outcome = launch(link, Map.of("TIDECAST_JAVA_HOME", recent.toString()), "--version");
        assertEquals(0, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.output().contains(house.resolve("app/target/tidecast-app.jar").toString()),
                outcome.output());
    }

    @Test
    void buildsOnceWhenSourcesAreNewerAndShowsWhatFails() throws Exception {
        Path recent = jdk("recent", "25");
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        Files.setLastModifiedTime(house.resolve("app/target/tidecast-app.jar"),
                FileTime.fromMillis(0));
        var environment = Map.of("TIDECAST_JAVA_HOME", recent.toString());
        script(house.resolve("mvnw"),
                "echo '[INFO] Building Tidecast app 1 [6/6]'; echo '[ERROR] no such symbol'; exit 1");
        Outcome failed = launch(environment, "demo");
        assertEquals(1, failed.exitCode());
        assertTrue(failed.errors().contains("tidecast: building")
                && failed.errors().contains("[ERROR] no such symbol"), failed.errors());

        script(house.resolve("mvnw"), "echo '[INFO] Building Tidecast app 1 [6/6]'");
        Outcome built = launch(environment, "demo");
        assertEquals(0, built.exitCode(), built.errors());
        assertTrue(built.errors().contains("  Tidecast app 1 [6/6]\n")
                && built.errors().contains("tidecast: built"), built.errors());
        Outcome again = launch(environment, "demo");
        assertEquals("", again.errors());
    }

    @Test
    void aStartMakesACacheThatLaterOnesUseUntilAJarChanges() throws Exception {
        Path recent = jdkThatCaches();
        var environment = Map.of("TIDECAST_JAVA_HOME", recent.toString());
        assertFalse(launch(environment, "--help").output().contains("-XX:AOTCache="));
        Path cache = awaitCache(recent);
        String used = launch(environment, "config", "show").output();
        assertTrue(used.contains("-XX:AOTCache=" + cache + "\n"), used);
        assertFalse(launch(environment, "run").output().contains("AOTCache"),
                "vectors are another module graph");
        assertFalse(launch(with(environment, "TIDECAST_JAVA_OPTS", "-XX:+UseZGC"), "--help").output()
                .contains("AOTCache"));

        Path library = Files.writeString(house.resolve("app/target/lib/picocli.jar"), "");
        Files.setLastModifiedTime(library, FileTime.from(Instant.now().plusSeconds(60)));
        assertFalse(launch(environment, "--help").output().contains("-XX:AOTCache="));
        Path other = jdkThatCaches("another");
        Files.setLastModifiedTime(library, FileTime.fromMillis(0));
        assertFalse(launch(Map.of("TIDECAST_JAVA_HOME", other.toString()), "--help").output()
                .contains("-XX:AOTCache="), "a cache belongs to one JDK");
    }

    @Test
    void aCacheThatCannotBeMadeKeepsNothingFromStartingAndIsNotTriedAgain() throws Exception {
        Path recent = jdk("recent", "25");
        var environment = Map.of("TIDECAST_JAVA_HOME", recent.toString());
        for (int start = 0; start < 2; start++) {
            Outcome outcome = launch(environment, "--help");
            assertEquals(0, outcome.exitCode(), outcome.errors());
            assertEquals("", outcome.errors());
            assertFalse(outcome.output().contains("AOTCache"), outcome.output());
            assertEquals(0, Files.size(awaitCache(recent)));
        }
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        var all = new java.util.HashMap<>(environment);
        all.put(name, value);
        return all;
    }

    /// The cache is made beside the start, so it may come after it.
    private Path awaitCache(Path jdk) throws InterruptedException {
        Path cache = house.resolve(
                "app/target/command" + jdk.toString().replaceAll("[^A-Za-z0-9]", "-") + ".aot");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(cache)) {
            assertTrue(System.nanoTime() < deadline, "no cache was made");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return cache;
    }

    private Path jdkThatCaches() throws IOException {
        return jdkThatCaches("recent");
    }

    private Path jdkThatCaches(String name) throws IOException {
        Path home = jdk(name, "25");
        script(home.resolve("bin/java"), """
                for argument; do
                  case $argument in -XX:AOTCacheOutput=*) echo made >"${argument#*=}" ;; esac
                done
                printf '%s\\n' "$@"
                """);
        return home;
    }

    private Outcome launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(house.resolve("tidecast"), environment, arguments);
    }

    private Outcome launch(Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        var command = new java.util.ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        List.of("JAVA_HOME", "TIDECAST_JAVA_HOME", "TIDECAST_JAVA_OPTS")
                .forEach(builder.environment()::remove);
        // No java of this machine is on this path.
        builder.environment().put("PATH", toolsWithoutJava().toString());
        environment.forEach((name, value) -> builder.environment().merge(name, value,
                (before, now) -> name.equals("PATH")
                        ? now.substring(0, now.indexOf(':') + 1) + before
                        : now));
        Path errors = Files.createTempFile(directory, "errors", ".txt");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output, Files.readString(errors));
    }

    private Path toolsWithoutJava() throws IOException {
        Path tools = directory.resolve("tools");
        if (Files.exists(tools)) {
            return tools;
        }
        Files.createDirectory(tools);
        for (String tool : List.of("bash", "env", "readlink", "dirname", "find", "head", "tail", "grep",
                "tee", "mkdir", "touch", "rm",
                "mv", "cat", "flock", "stty", "sleep", "sed")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path target = Path.of(place, tool);
                if (Files.exists(target) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), target);
                }
            }
        }
        return tools;
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
        script(home.resolve("bin/java"), "echo '%s'; printf '%%s\\n' \"$@\"".formatted(home));
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
