package io.tidecast.app.doctor;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Finding;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This machine: Java, memory, and the directory of the state.
record MachineCheck(TidecastConfig config) {
    private static final long LITTLE_DISK = 1L << 30;
    /// Share of the heap that live series and journal may take, as the planner counts.
    private static final double HEAP_SHARE = 0.6;
    private static final int MEGABYTE = 1 << 20;

    List<Finding> java() {
        String java = "Java %s, %d processors".formatted(Runtime.version(),
                Runtime.getRuntime().availableProcessors());
        Kernels kernels = Kernels.fastest();
        return List.of(kernels instanceof ScalarKernels
                ? Finding.warning("java", java
                        + ", and the plain kernels: several times slower than need be where the machine has vectors; run java with --add-modules jdk.incubator.vector, as ./tidecast run does")
                : Finding.ok("java", "%s, %s".formatted(java, kernels.getClass().getSimpleName())));
    }

    List<Finding> memory() {
        long heap = Runtime.getRuntime().maxMemory();
        long live = config.forecastOptions().state().liveBytes();
        String sizes = "live.bytes is %,d MB and the heap of a JVM here %,d MB".formatted(live / MEGABYTE,
                heap / MEGABYTE);
        return List.of(live > heap * HEAP_SHARE
                ? Finding.warning("memory",
                        sizes + ": more than %.0f %% of it; give it more with -Xmx, or lower live.bytes"
                                .formatted(100 * HEAP_SHARE))
                : Finding.ok("memory", sizes));
    }

    List<Finding> state() {
        Path directory = config.stateDirectory();
        var findings = new ArrayList<Finding>();
        try {
            Path existing = existing(directory);
            if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
                findings.add(
                        Finding.error("state", "state.dir must be a directory that can be written, got %s"
                                .formatted(existing)));
                return findings;
            }
            long free = Files.getFileStore(existing).getUsableSpace();
            String room = "state.dir %s has %,d MB free".formatted(directory, free / MEGABYTE);
            findings.add(free < LITTLE_DISK
                    ? Finding.warning("state",
                            room + ": 'tidecast plan' says how much the stores take; make room or move it")
                    : Finding.ok("state", room));
            if (isTemporary(directory)) {
                findings.add(Finding.warning("state",
                        "state.dir %s is among temporary files: without it a restart restores everything from the cluster; take a place that stays"
                                .formatted(directory)));
            }
        } catch (IOException | UncheckedIOException e) {
            findings.add(Finding.error("state", "cannot look at state.dir %s: %s".formatted(directory, e)));
        }
        return findings;
    }

    private static boolean isTemporary(Path directory) {
        return directory.toAbsolutePath().startsWith(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// The directory, or the nearest one above that is there.
    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
