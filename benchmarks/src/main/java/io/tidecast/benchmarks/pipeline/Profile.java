package io.tidecast.benchmarks.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Where the time of the stream threads goes, by the samples of a flight recording of this process.
final class Profile implements AutoCloseable {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Pattern STREAM_THREAD = Pattern.compile(".*-StreamThread-\\d+");
    private static final String PROCESSOR = "ForecastProcessor";

    private final Recording recording;

    /// What a stream thread does. The first one counts whose method is anywhere on the stack.
    enum Part {
        /// Score, learn, forecast.
        MODEL("model", "Forecaster.step"),
        /// Parse and check it.
        READ("read the reading", "RecordReader."),
        /// As JSON or Avro.
        WRITE("write the forecast", "ForecastWriter.write"),
        /// One reading in so many.
        SNAPSHOT("snapshots", "SeriesStore.snapshot"),
        /// The map in memory and its changelog record.
        JOURNAL("journal", "SeriesStore.keep"),
        /// Into the producer's buffers, compressed.
        SEND("send the forecast", PROCESSOR + ".forward"),
        /// Look the series up, counters, locks.
        REST("rest of the processor", PROCESSOR + ".process"),
        /// Flush, offsets, end of the transaction; waiting is no sample.
        COMMIT("commit", "TaskManager.commit"),
        /// Whatever has none of these.
        STREAMS("poll and Kafka Streams around it", "");

        private final String title;
        private final String method;

        Part(String title, String method) {
            this.title = title;
            this.method = method;
        }

        String title() {
            return title;
        }

        /// @param stack names of methods with their classes
        static Part of(List<String> stack) {
            for (Part part : values()) {
                if (stack.stream().anyMatch(name -> name.contains(part.method))) {
                    return part;
                }
            }
            return STREAMS;
        }
    }

    /// The samples of one stream thread.
    ///
    /// @param samples of each part
    record Shares(String thread, Map<Part, Integer> samples) {
        int all() {
            return samples.values().stream().mapToInt(Integer::intValue).sum();
        }

        /// 0 to 1.
        double of(Part part) {
            return samples.getOrDefault(part, 0) / (double) all();
        }
    }

    private Profile(Recording recording) {
        this.recording = recording;
    }

    /// Begins to take samples.
    static Profile start() {
        try {
            var recording = new Recording(Configuration.getConfiguration("profile"));
            recording.start();
            return new Profile(recording);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(
                    "the JDK must have its flight recording settings 'profile': " + e.getMessage(), e);
        }
    }

    /// What has been sampled so far.
    ///
    /// @param directory for the recording
    List<Shares> shares(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "profile", ".jfr");
        recording.dump(file);
        Map<String, Map<Part, Integer>> threads = new TreeMap<>();
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                String thread = streamThread(event);
                if (thread != null) {
                    threads.computeIfAbsent(thread, name -> new EnumMap<>(Part.class))
                            .merge(Part.of(
                                    event.getStackTrace().getFrames().stream().map(Profile::name).toList()),
                                    1,
                                    Integer::sum);
                }
            }
        }
        var shares = new ArrayList<Shares>();
        threads.forEach((thread, samples) -> shares.add(new Shares(thread, samples)));
        return shares;
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static @Nullable String streamThread(RecordedEvent event) {
        if (!event.getEventType().getName().equals(SAMPLE) || event.getStackTrace() == null) {
            return null;
        }
        RecordedThread thread = event.getThread("sampledThread");
        return thread != null && thread.getJavaName() != null
                && STREAM_THREAD.matcher(thread.getJavaName()).matches()
                        ? thread.getJavaName()
                        : null;
    }

    @Override
    public void close() {
        recording.close();
    }
}
