package io.tidecast.app.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installs the library as the page says, from a copy of the sources into a Maven repository of its own, and compiles the page's application in a
/// project that has nothing but the page's dependency.
class EmbedIT {
    private static final Page PAGE = Page.read("docs/tutorials/embed.md");
    private static final Path APPLICATION = Path
            .of("topology/src/test/java/io/tidecast/example/PlantApplication.java");
    @TempDir
    private Path directory;

    @Test
    void theInstalledLibraryIsAllThatTheApplicationNeeds() throws Exception {
        Path checkout = Files.createDirectory(directory.resolve("checkout"));
        run(Page.ROOT, "tar -c --exclude=target --exclude=.git . | tar -x -C '%s'".formatted(checkout));
        List<String> commands = PAGE.commandsWith(" install");
        assertEquals(1, commands.size());
        run(checkout, maven(commands.getFirst()));
        assertTrue(Files.isDirectory(repository().resolve("io/tidecast/tidecast-topology")));

        Path project = Files.createDirectories(directory.resolve("plant/src/main/java")).resolve("../../..")
                .normalize();
        Files.writeString(project.resolve("pom.xml"), project());
        Files.copy(Page.ROOT.resolve(APPLICATION), project.resolve("src/main/java/PlantApplication.java"));
        run(checkout, maven("./mvnw -f '%s' org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile"
                .formatted(project)));
        assertTrue(
                Files.exists(project.resolve("target/classes/io/tidecast/example/PlantApplication.class")));
    }

    private static String project() {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>plant</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>25</maven.compiler.release>
                  </properties>
                  <dependencies>
                    %s
                  </dependencies>
                </project>
                """.formatted(PAGE.blocks().stream().filter(block -> block.kind().equals("xml"))
                .map(Page.Block::content).findFirst().orElseThrow());
    }

    private Path repository() {
        return directory.resolve("repository");
    }

    /// With the machine's repository behind the own one, so that nothing is loaded again.
    private String maven(String command) {
        return command
                + " -B -ntp -q -Dmaven.repo.local='%s' -Dmaven.repo.local.tail='%s'".formatted(repository(),
                        System.getProperty("localRepository"));
    }

    private void run(Path where, String command) throws IOException {
        Path output = directory.resolve("output.txt");
        var builder = new ProcessBuilder("bash", "-c", command).directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().onExit().join().exitValue();
        assertEquals(0, exit, command + "\n" + Files.readString(output, UTF_8));
    }
}
