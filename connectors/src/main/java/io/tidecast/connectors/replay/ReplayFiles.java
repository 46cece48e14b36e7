package io.tidecast.connectors.replay;

import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.lineprotocol.LineProtocolFile;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputFile;
import io.tidecast.connectors.reading.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds and opens the files of a replay.
final class ReplayFiles {
    private static final Pattern CSV = Pattern.compile(".*\\.csv(\\.gz)?");
    private static final Pattern LINES = Pattern.compile(".*\\.(lp|line)(\\.gz)?");

    private ReplayFiles() {}

    /// The files themselves and those of the directories, in the order in which equal times are merged.
    static List<Path> find(ReplayOptions options) {
        var files = new ArrayList<Path>();
        for (Path input : options.input()) {
            if (Files.isDirectory(input)) {
                files.addAll(inDirectory(input, options.csv() ? CSV : LINES));
            } else {
                files.add(input);
            }
        }
        return files;
    }

    private static List<Path> inDirectory(Path directory, Pattern names) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(Files::isRegularFile)
                    .filter(file -> names.matcher(String.valueOf(file.getFileName())).matches()).sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new InputException(InputException.Fault.FILE,
                        "directory %s must hold a file called %s, got none".formatted(directory, names));
            }
            return files;
        } catch (IOException e) {
            throw InputFile.unreadable(directory, e);
        }
    }

    static List<RowSource> open(ReplayOptions options, List<Path> files, BadRows badRows) {
        if (options.csv()) {
            // A directory may hold one file today and two tomorrow: the keys must not change.
            boolean byFile = files.size() > 1 || options.input().stream().anyMatch(Files::isDirectory);
            return CsvFiles.openEach(options.columns().withFiles(files), byFile, badRows);
        }
        var opened = new ArrayList<RowSource>();
        try {
            for (Path file : files) {
                opened.add(LineProtocolFile.open(file, options.precision(), badRows));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(RowSource::close);
            throw e;
        }
    }
}
