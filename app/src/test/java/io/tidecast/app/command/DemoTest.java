package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    private Path directory;

    @Test
    void answersEveryReadingOfAFileAndLeavesNothingBehind() throws Exception {
        Path file = directory.resolve("tide.csv");
        var rows = new StringBuilder("time,level,flow\n");
        for (int i = 0; i < 200; i++) {
            rows.append("%s,%.3f,%d%n".formatted(LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(i),
                    Math.sin(i / 2.0), i % 7));
        }
        Files.writeString(file, rows + "2024-01-01T00:00,9,9\nbroken\n");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (var demo = TidecastProcess.start(temporary, "demo", "--input", file.toString(), "--score-rows",
                "100:200",
                "--output", "json")) {
            demo.awaitLine("broker at 127.0.0.1:");
            ProcessHandle broker = demo.broker();
            assertEquals(0, demo.awaitExit(), demo::errors);
            assertFalse(broker.isAlive());
            assertEmpty(temporary);
            assertTrue(demo.errors().contains(file + ":203: left out: expected 3 cells"), demo::errors);
            assertTrue(demo.errors().contains("100 %: 402 of 402 readings answered"), demo::errors);
            JsonNode report = new ObjectMapper().readTree(demo.output());
            assertEquals(402, report.get("readings").asInt());
            assertEquals(1, report.get("leftOut").asInt());
            assertEquals(2, report.get("deadLetters").get("late").asInt());
            JsonNode level = report.get("series").get(1);
            assertEquals("level", level.get("key").asText());
            assertEquals(201, level.get("readings").asInt());
            assertEquals(100, level.get("scored").asInt());
            // 'Last value' of sin(i / 2), rows 100 to 199, worked out here.
            double absolute = 0;
            for (int i = 100; i < 200; i++) {
                absolute += Math.abs(Math.sin(i / 2.0) - Math.sin((i - 1) / 2.0));
            }
            assertEquals(absolute / 100, level.get("lastValueMae").asDouble(), 1e-3);
            assertEquals(1 - level.get("mae").asDouble() / level.get("lastValueMae").asDouble(),
                    level.get("skillMae").asDouble(), 1e-12);
        }
    }

    /// Ctrl-C reaches all processes of the terminal at once.
    @Test
    void stopsAllAtCtrlCWithItsTable() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (var demo = TidecastProcess.start(temporary, "demo", "--forever", "--speed", "500")) {
            demo.awaitLine("broker at 127.0.0.1:");
            ProcessHandle broker = demo.broker();
            TidecastProcess.signal(broker, "INT");
            demo.signal("INT");
            assertEquals(130, demo.awaitExit(), demo::errors);
            TidecastProcess.awaitEnd(broker);
            assertEmpty(temporary);
            assertFalse(demo.errors().contains("Exception"), demo::errors);
        }
    }

    @Test
    void takesItsBrokerAlongWhenItIsKilled() throws Exception {
        try (var demo = TidecastProcess.start(directory, "demo", "--forever")) {
            demo.awaitLine("broker at 127.0.0.1:");
            ProcessHandle broker = demo.broker();
            demo.signal("KILL");
            demo.awaitExit();
            TidecastProcess.awaitEnd(broker);
        }
    }

    @Test
    void saysThatItsBrokerDied() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (var demo = TidecastProcess.start(temporary, "demo", "--forever")) {
            demo.awaitLine("broker at 127.0.0.1:");
            TidecastProcess.signal(demo.broker(), "KILL");
            assertEquals(4, demo.awaitExit(), demo::errors);
            assertTrue(demo.errors().contains("tidecast demo: the embedded broker stopped (exit code 137)"),
                    demo::errors);
            assertEmpty(temporary);
        }
    }

    @Test
    void saysThatThePortIsBusy() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var demo = TidecastProcess.start(directory, "demo", "--port",
                        String.valueOf(busy.getLocalPort()))) {
            assertEquals(4, demo.awaitExit(), demo::errors);
            assertTrue(
                    demo.errors()
                            .contains("tidecast demo: port %d of 127.0.0.1 cannot be used"
                                    .formatted(busy.getLocalPort())),
                    demo::errors);
            assertEmpty(directory);
        }
    }

    @Test
    void saysThatTheDiskIsTooSmallBeforeItBegins() throws Exception {
        try (var disk = SmallDisk.mount(directory, 4);
                var demo = TidecastProcess.start(disk.path(), "demo")) {
            assertEquals(4, demo.awaitExit(), demo::errors);
            assertTrue(
                    demo.errors()
                            .contains("tidecast demo: the disk is full: the work directory needs 300 MB"),
                    demo::errors);
            assertEmpty(disk.path());
        }
    }

    @Test
    void saysThatTheDiskBecameFull() throws Exception {
        try (var disk = SmallDisk.mount(directory, 320);
                var demo = TidecastProcess.start(disk.path(), "demo", "--forever", "--speed", "max")) {
            demo.awaitLine("broker at 127.0.0.1:");
            disk.fill();
            assertEquals(4, demo.awaitExit(), demo::errors);
            assertTrue(demo.errors().contains("disk is full") || demo.errors().contains("No space left"),
                    demo::errors);
            assertFalse(demo.errors().contains("\tat "), demo::errors);
        }
    }

    private static void assertEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            // The JVM's own performance data is not ours.
            assertEquals("", String.join(", ", files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata")).toList()));
        }
    }

    /// A file system of a few megabytes; only root can make one.
    private record SmallDisk(Path path) implements AutoCloseable {
        static SmallDisk mount(Path parent, int megabytes) throws Exception {
            Path path = Files.createDirectory(parent.resolve("disk"));
            int code = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs",
                    path.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor();
            assumeTrue(code == 0, "a small disk can only be mounted by root; this check is left out");
            return new SmallDisk(path);
        }

        void fill() throws IOException {
            byte[] block = new byte[1 << 20];
            try (var out = Files.newOutputStream(path.resolve("filler"))) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.toString());
            }
        }

        @Override
        public void close() throws IOException {
            new ProcessBuilder("umount", "--lazy", path.toString()).start().onExit().join();
        }
    }
}
