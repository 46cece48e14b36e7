package io.tidecast.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a number was measured on.
///
/// @param processor   its name and the cores that this JVM may use
/// @param system      operating system
/// @param java        name and version of the JVM
/// @param loadAverage processes that wanted to run over the last minute; more than a little disturbs the numbers
public record Machine(String processor, String system, String java, double loadAverage) {
    /// This one, now.
    public static Machine here() {
        var os = ManagementFactory.getOperatingSystemMXBean();
        return new Machine("%s, %d cores".formatted(processorName(), os.getAvailableProcessors()),
                "%s %s %s".formatted(os.getName(), os.getVersion(), os.getArch()),
                "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.vm.version")),
                os.getSystemLoadAverage());
    }

    @Override
    public String toString() {
        return "%s; %s; %s; load average %.1f at the start".formatted(processor, system, java, loadAverage);
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
