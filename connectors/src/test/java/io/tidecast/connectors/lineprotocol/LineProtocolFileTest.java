package io.tidecast.connectors.lineprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.TimedRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineProtocolFileTest {
    @TempDir
    private Path directory;

    @Test
    void makesASeriesOfEachNumberAndReportsLinesThatAreNone() throws Exception {
        Path file = Files.writeString(directory.resolve("telegraf.lp"), """
                # a comment
                cpu,host=a,cpu=cpu0 usage=98.5,count=3i,up=true,note="a b" 1767607200000

                cpu,host=a usage=1
                cpu,host=a usage=abc 1767607200000
                cpu,host=a usage=2 -5000
                room\\ 1 temp=20 1767607260000
                """);
        var reports = new ArrayList<String>();
        var rows = new ArrayList<String>();
        try (var lines = LineProtocolFile.open(file, Precision.MS, new BadRows(reports::add))) {
            for (TimedRow row = lines.next(); row != null; row = lines.next()) {
                for (var reading : row.readings()) {
                    rows.add(row.line() + " " + reading.time() + " " + reading.key() + " " + reading.value());
                }
            }
        }
        assertEquals(List.of("2 2026-01-05T10:00:00Z cpu,cpu=cpu0,host=a/usage 98.5",
                "2 2026-01-05T10:00:00Z cpu,cpu=cpu0,host=a/count 3.0",
                "7 2026-01-05T10:01:00Z room 1/temp 20.0"),
                rows);
        assertEquals(List.of("4", "5", "6"), reports.stream()
                .map(report -> report.replaceFirst("(?s).*telegraf.lp:(\\d+):.*", "$1")).toList());
    }
}
