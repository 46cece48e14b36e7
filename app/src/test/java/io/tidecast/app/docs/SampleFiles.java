package io.tidecast.app.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Files of readings by the names that the pages give them, each with 500 rows of daily cycles and noise. The public ones among them have
/// the columns of the real ones, and nothing else of them.
record SampleFiles(Path directory) {
    private static final int ROWS = 500;
    private static final String[] TRANSFORMER = {"HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"};

    void write() throws IOException {
        write("plant.csv.gz", Duration.ofHours(1), "temperature", "load");
        write("ETTh2.csv", Duration.ofHours(1), TRANSFORMER);
        write("ETTm1.csv", Duration.ofMinutes(15), TRANSFORMER);
    }

    private void write(String name, Duration step, String... columns) throws IOException {
        var random = new Random(1);
        var begin = LocalDateTime.of(2026, 1, 5, 0, 0);
        OutputStream file = Files.newOutputStream(directory.resolve(name));
        try (var out = new PrintStream(name.endsWith(".gz") ? new GZIPOutputStream(file) : file, false,
                UTF_8)) {
            out.println("date," + String.join(",", columns));
            for (int row = 0; row < ROWS; row++) {
                double days = (double) step.multipliedBy(row).toSeconds() / Duration.ofDays(1).toSeconds();
                double cycle = StrictMath.sin(2 * Math.PI * days);
                out.print(begin.plus(step.multipliedBy(row)));
                for (int column = 0; column < columns.length; column++) {
                    out.printf(Locale.ROOT, ",%.2f", 60 + 5 * cycle * (column + 1) + random.nextGaussian());
                }
                out.println();
            }
        }
    }
}
