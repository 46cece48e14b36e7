package io.tidecast.connectors.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputException.Fault;
import io.tidecast.connectors.reading.SeriesReading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFilesTest {
    @TempDir
    private Path directory;

    private final List<String> reports = new ArrayList<>();
    private final BadRows badRows = new BadRows(reports::add);

    @Test
    void makesEachNumericColumnASeriesAndLeavesTextOut() throws IOException {
        Path file = write("a.csv", """
                date,temp,wind direction,note,pressure
                2020-01-01 00:00:00,1.5,NNW,5,1000
                2020-01-01 01:00:00,,N,ok,NA
                2020-01-01 02:00:00,nan,W,fine,null
                """);
        assertEquals(List.of("2020-01-01T00:00:00Z temp 1.5", "2020-01-01T00:00:00Z pressure 1000.0",
                "2020-01-01T01:00:00Z temp missing", "2020-01-01T01:00:00Z pressure missing",
                "2020-01-01T02:00:00Z temp missing", "2020-01-01T02:00:00Z pressure missing"),
                read(input(file)));
        assertEquals(0, badRows.count());
    }

    @Test
    void makesARowOneReadingOfSeveralFields() throws IOException {
        Path file = write("plant.csv", """
                date,temp,pressure,valve,planned,site
                2020-01-01 00:00:00,1.5,1000,0.5,7,north
                2020-01-01 01:00:00,x,,0.6,8,north
                """);
        var fields = new FieldColumns(true, List.of("valve"), List.of("planned"), List.of("site"));
        var input = new CsvInput(List.of(file), List.of(), List.of(), List.of("temp", "pressure"), fields,
                ZoneOffset.UTC, "--");
        try (CsvFiles source = CsvFiles.open(input, badRows)) {
            SeriesReading first = source.next();
            assertEquals("plant", first.key());
            assertEquals(Map.of("temp", 1.5, "pressure", 1000.0, "valve", 0.5, "planned", 7.0),
                    first.fields());
            assertEquals(List.of("temp", "pressure", "valve", "planned"),
                    List.copyOf(first.fields().keySet()));
            assertEquals(Map.of("site", "north"), first.attributes());
            assertNull(first.value());
            SeriesReading second = source.next();
            assertNull(second.fields().get("temp"));
            assertNull(second.fields().get("pressure"));
            assertEquals(0.6, second.fields().get("valve"));
        }
        assertEquals(1, badRows.count(), reports.toString());
    }

    @Test
    void givesEverySeriesOfARowTheInputsBesideIt() throws IOException {
        Path file = write("a.csv", """
                date,a,b,valve
                2020-01-01,1,2,3
                """);
        var fields = new FieldColumns(false, List.of("valve"), List.of(), List.of());
        var input = new CsvInput(List.of(file), List.of(), List.of(), List.of(), fields, ZoneOffset.UTC,
                "--");
        try (CsvFiles source = CsvFiles.open(input, badRows)) {
            assertEquals(
                    new SeriesReading("a", Instant.parse("2020-01-01T00:00:00Z"), 1.0, Map.of("valve", 3.0),
                            Map.of()),
                    source.next());
            assertEquals("b", source.next().key());
        }
    }

    @Test
    void readsGzipByItsBytesWhateverItsName() throws IOException {
        Path file = directory.resolve("packed.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("time,v\n2020-01-01,1\n".getBytes(UTF_8));
        }
        assertEquals(List.of("2020-01-01T00:00:00Z v 1.0"), read(input(file)));
    }

    @Test
    void readsQuotesByteOrderMarksAndWindowsLineEnds() throws IOException {
        Path file = write("a.csv",
                "\uFEFF\"time\",\"a, b\",\"say \"\"x\"\"\"\r\n\"2020-01-01\",\"1\",2\r\n\r\n2020-01-02,\"3\", 4 \r\n");
        assertEquals(List.of("2020-01-01T00:00:00Z a, b 1.0", "2020-01-01T00:00:00Z say \"x\" 2.0",
                "2020-01-02T00:00:00Z a, b 3.0", "2020-01-02T00:00:00Z say \"x\" 4.0"), read(input(file)));
    }

    @Test
    void namesTheSeriesByTheKeyColumnsAndTheTimeByItsParts() throws IOException {
        Path file = write("long.csv", """
                No,year,month,day,hour,PM10,city,station
                1,2013,3,1,0,9,Beijing,Dongsi
                2,2013,3,1,0,7,Beijing,Dingling
                """);
        var input = new CsvInput(List.of(file), List.of("year", "month", "day", "hour"),
                List.of("city", "station"),
                List.of("PM10"), ZoneOffset.UTC, "--");
        assertEquals(
                List.of("2013-03-01T00:00:00Z Beijing/Dongsi/PM10 9.0",
                        "2013-03-01T00:00:00Z Beijing/Dingling/PM10 7.0"),
                read(input));
    }

    @Test
    void reportsBadRowsWithFileLineAndReasonAndGoesOn() throws IOException {
        Path file = write("bad.csv", """
                time,a,b
                2020-01-01,1,10
                someday,2,20
                2020-01-03,3
                2020-01-04,4,40,400
                2020-01-05,oops,50
                2020-01-06,6,Infinity
                2020-01-07,7,70
                """);
        var input = new CsvInput(List.of(file), List.of(), List.of(), List.of("a", "b"), ZoneOffset.UTC,
                "--");
        assertEquals(List.of("2020-01-01T00:00:00Z a 1.0", "2020-01-01T00:00:00Z b 10.0",
                "2020-01-05T00:00:00Z b 50.0",
                "2020-01-06T00:00:00Z a 6.0", "2020-01-07T00:00:00Z a 7.0", "2020-01-07T00:00:00Z b 70.0"),
                read(input));
        assertEquals(List.of(
                file + ":3: left out: 'someday' is no time (ISO-8601, yyyy-MM-dd HH:mm:ss, yyyy-MM-dd or epoch)",
                file + ":4: left out: expected 3 cells as in the header, got 2",
                file + ":5: left out: expected 3 cells as in the header, got 4",
                file + ":6: left out: a: 'oops' is neither a finite number nor empty or NA",
                file + ":7: left out: b: 'Infinity' is neither a finite number nor empty or NA"), reports);
    }

    @Test
    void showsTheFirstBadRowsAndCountsTheRest() throws IOException {
        Path file = write("bad.csv", "time,v\n2020-01-01,1\n" + "never,1\n".repeat(500));
        assertEquals(1, read(input(file)).size());
        assertEquals(500, badRows.count());
        assertEquals(11, reports.size());
    }

    @Test
    void tellsNumbersFromTextByManyRows() throws IOException {
        Path file = write("a.csv", "time,late,mixed\n2020-01-01,,1\n" + "2020-01-02,,2\n".repeat(50)
                + "2020-01-03,5,broken\n");
        List<String> readings = read(input(file));
        assertTrue(readings.contains("2020-01-03T00:00:00Z late 5.0"), readings.toString());
        assertTrue(readings.contains("2020-01-01T00:00:00Z mixed 1.0"), readings.toString());
        assertEquals(1, badRows.count());
    }

    @Test
    void mergesFilesByTimeAndKeepsTheirSeriesApart() throws IOException {
        Path a = write("a.csv", "time,v\n2020-01-01,1\n2020-01-04,2\n2020-01-03,3\n");
        Path b = write("b.csv", "time,v\n2020-01-02,4\n2020-01-05,5\n");
        assertEquals(List.of("2020-01-01T00:00:00Z a/v 1.0", "2020-01-02T00:00:00Z b/v 4.0",
                "2020-01-04T00:00:00Z a/v 2.0",
                "2020-01-03T00:00:00Z a/v 3.0", "2020-01-05T00:00:00Z b/v 5.0"), read(input(a, b)));
    }

    @Test
    void refusesFilesWhoseSeriesWouldShareKeys() throws IOException {
        Path a = write("a.csv", "time,v\n");
        Path other = write("sub/a.csv", "time,v\n");
        assertEquals(Fault.OPTIONS,
                assertThrows(InputException.class, () -> read(input(a, other))).fault());
    }

    @Test
    void saysWhichFileCannotBeReadAndWhy() throws IOException {
        assertFails(Fault.FILE, "there is no such file", directory.resolve("absent.csv"));
        assertFails(Fault.FILE, "it is a directory", directory);
        assertFails(Fault.FILE, "it is empty", write("empty.csv", ""));
        assertFails(Fault.FILE, "no numeric column", write("text.csv", "time,a\n2020-01-01,x\n"));
        Path cut = directory.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(gzip("time,v\n" + "2020-01-01,1\n".repeat(10_000)), 60));
        assertFails(Fault.FILE, "cannot read " + cut, cut);
    }

    @Test
    void saysWhichColumnsThereAreWhenOneIsNotThere() throws IOException {
        Path file = write("a.csv", "day,v\n2020-01-01,1\n");
        assertFails(Fault.OPTIONS, "(columns: day, v); name it with --time", file);
        var e = assertThrows(InputException.class,
                () -> read(
                        new CsvInput(List.of(file), List.of("date"), List.of(), List.of(), ZoneOffset.UTC,
                                "--")));
        assertTrue(String.valueOf(e.getMessage())
                .contains("--time: " + file + " has no column 'date' (columns: day, v)"), e.getMessage());
    }

    private void assertFails(Fault fault, String message, Path file) {
        var e = assertThrows(InputException.class, () -> read(input(file)));
        assertEquals(fault, e.fault());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }

    private static CsvInput input(Path... files) {
        return new CsvInput(List.of(files), List.of(), List.of(), List.of(), ZoneOffset.UTC, "--");
    }

    private List<String> read(CsvInput input) {
        var read = new ArrayList<String>();
        try (var files = CsvFiles.open(input, badRows)) {
            files.forEachRemaining(r -> read
                    .add(r.time() + " " + r.key() + " " + (r.value() == null ? "missing" : r.value())));
        }
        return read;
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
