package io.tidecast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.zip.GZIPOutputStream;

/// Files by the names of public ones, with nothing of them but what the accuracy's self-check looks at: the errors of the last value.
final class PublicSeries {
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 5, 0, 0);
    /// The first row that is scored, and the row behind the last one.
    private static final int SCORED = 3600;
    private static final int ROWS = 14_400;
    /// One step of four is large; the eight signs add up to nothing.
    private static final int[] SIGNS = {1, 1, -1, 1, -1, -1, 1, -1};

    private PublicSeries() {}

    static void write(Path folder) throws IOException {
        write(folder.resolve("ett/ETTh2.csv.gz"), "date", Duration.ofHours(1), ROWS, steps(0.40426, 0.33633));
        write(folder.resolve("ett/ETTm1.csv.gz"), "date", Duration.ofMinutes(15), ROWS,
                steps(0.09136, 0.18546));
        var random = new Random(1);
        write(folder.resolve("nab/walk.csv.gz"), "timestamp", Duration.ofMinutes(5), 1000,
                _ -> random.nextGaussian());
    }

    /// Steps of a series whose last value has these errors, in standard deviations of the rows before the scored ones: those are 1 and -1 by
    /// turns. Absolute steps `a` in one of four rows and `b` in the others have mean `(a + 3 b) / 4`, and mean square `(a² + 3 b²) / 4`.
    private static IntToDoubleFunction steps(double mse, double mae) {
        double deviation = Math.sqrt((mse - mae * mae) / 3);
        double a = mae + 3 * deviation;
        double b = mae - deviation;
        return row -> row < SCORED
                ? row == 0 ? 1 : row % 2 == 0 ? 2 : -2
                : SIGNS[row % 8] * (row % 4 == 0 ? a : b);
    }

    private static void write(Path file, String time, Duration interval, int rows, IntToDoubleFunction steps)
            throws IOException {
        Files.createDirectories(file.getParent());
        try (var out = new PrintStream(new GZIPOutputStream(Files.newOutputStream(file)), false, UTF_8)) {
            out.println(time + ",value");
            double value = 0;
            for (int row = 0; row < rows; row++) {
                value += steps.applyAsDouble(row);
                out.println(BEGIN.plus(interval.multipliedBy(row)) + "," + value);
            }
        }
    }
}
