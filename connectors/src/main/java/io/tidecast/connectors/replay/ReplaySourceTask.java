package io.tidecast.connectors.replay;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.MergedRows;
import io.tidecast.connectors.reading.RowSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.connectors.reading.TimedRow;
import io.tidecast.connectors.record.ConnectorVersion;
import io.tidecast.connectors.record.ReadingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the rows of all files, merged by time, each reading with the position after it as its offset.
public final class ReplaySourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaySourceTask.class);
    private static final int LARGEST_POLL = 2000;
    /// So long a poll may wait: the worker stops a task between polls.
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /// The open files and where they stand.
    private record Replay(ReadingRecords records, ReplaySpeed speed, List<ResumedRows> files,
            MergedRows rows) {}

    /// When the first reading was sent, which all others are timed by.
    private record Start(Instant readingTime, long nanos) {}

    private @Nullable Replay replay;
    private @Nullable Start start;
    private MergedRows.@Nullable FileRow next;

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> properties) {
        ReplayOptions options = ReplayOptions.of(properties);
        List<Path> files = ReplayFiles.find(options);
        List<RowSource> opened = ReplayFiles.open(options, files, new BadRows(LOG::warn));
        try {
            var resumed = new ArrayList<ResumedRows>();
            for (int i = 0; i < files.size(); i++) {
                Map<String, Object> offset = context.offsetStorageReader()
                        .offset(FilePosition.partition(files.get(i)));
                resumed.add(new ResumedRows(files.get(i), opened.get(i), FilePosition.of(offset)));
            }
            var rows = new MergedRows(resumed);
            replay = new Replay(new ReadingRecords(options.topic(), options.format()), options.speed(),
                    resumed,
                    rows);
            next = rows.next();
        } catch (RuntimeException e) {
            opened.forEach(RowSource::close);
            throw e;
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Replay open = replay;
        var records = new ArrayList<SourceRecord>();
        while (open != null && next != null && records.size() < LARGEST_POLL) {
            Duration wait = untilDue(open.speed(), next.row().time());
            if (wait.isPositive() && (!records.isEmpty() || !waited(wait))) {
                break;
            }
            append(records, open, next);
            next = open.rows().next();
        }
        if (next == null && records.isEmpty()) {
            Thread.sleep(LONGEST_WAIT);
        }
        return records.isEmpty() ? null : records;
    }

    @Override
    public void stop() {
        if (replay != null) {
            replay.rows().close();
        }
    }

    private static void append(List<SourceRecord> records, Replay open, MergedRows.FileRow next) {
        ResumedRows file = open.files().get(next.file());
        TimedRow row = next.row();
        List<SeriesReading> readings = row.readings();
        for (int i = file.firstReading(row); i < readings.size(); i++) {
            records.add(open.records().record(FilePosition.partition(file.file()),
                    new FilePosition(row.line(), i + 1).offset(), readings.get(i)));
        }
    }

    private Duration untilDue(ReplaySpeed speed, Instant time) {
        if (start == null) {
            start = new Start(time, System.nanoTime());
        }
        return speed.between(start.readingTime(), time).minusNanos(System.nanoTime() - start.nanos());
    }

    /// Waits for that long, or for as long as a poll may; says whether the time is up.
    private static boolean waited(Duration wait) throws InterruptedException {
        boolean whole = wait.compareTo(LONGEST_WAIT) <= 0;
        Thread.sleep(whole ? wait : LONGEST_WAIT);
        return whole;
    }
}
