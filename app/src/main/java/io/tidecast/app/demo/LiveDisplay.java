package io.tidecast.app.demo;

import io.tidecast.app.log.Terminal;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A block of the terminal that is drawn anew in place: the newest actual value and forecast of each series, and a progress bar.
final class LiveDisplay implements DemoDisplay {
    private static final long REDRAW_NANOS = 200_000_000;
    private static final String ROW = "%-24.24s %-11s %10s %10s %10s %23s %8s  %s";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String CLEAR_LINE = "\033[2K";

    private final PrintStream out;
    private final int columns = size("COLUMNS", 100);
    private final int lines = size("LINES", 24);
    private @Nullable ProgressBar bar;
    private volatile String barText = "";
    private int drawn;
    private long lastDrawn;

    LiveDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        erase();
        out.println(line);
        out.flush();
    }

    @Override
    public void update(ScoreBoard board, long expected) {
        long now = System.nanoTime();
        if (now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        if (bar == null) {
            bar = newBar();
        }
        bar.maxHint(expected).stepTo(board.answered()).refresh();
        draw(block(board));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        erase();
        out.flush();
    }

    /// Begins to measure the speed.
    private ProgressBar newBar() {
        return Terminal.progressBar("answered").setUnit(" readings", 1).setInitialMax(-1)
                .showSpeed()
                .setStyle(ProgressBarStyle.UNICODE_BLOCK).setMaxRenderedLength(columns - 1)
                .setConsumer(new DelegatingProgressBarConsumer(text -> barText = text, columns - 1)).build();
    }

    private List<String> block(ScoreBoard board) {
        var block = new ArrayList<String>();
        block.add(String.format(Locale.ROOT, ROW, "series", "time", "actual", "forecast", "next", "interval",
                "skill", "actual values"));
        int room = lines - 4;
        board.series().entrySet().stream().limit(room).map(LiveDisplay::row).forEach(block::add);
        if (board.series().size() > room) {
            block.add("... and " + (board.series().size() - room) + " more series");
        }
        block.add(barText);
        return block;
    }

    private static String row(Map.Entry<String, SeriesScore> entry) {
        Forecast f = entry.getValue().latest();
        if (f == null) {
            return entry.getKey();
        }
        Resolved resolved = f.getResolved();
        Recent recent = f.getRecent();
        return String.format(Locale.ROOT, ROW, entry.getKey(), TIME.format(f.getIssuedAt()),
                number(f.getActual()),
                number(resolved == null ? null : resolved.getValue()), number(f.getValue()),
                "[" + number(f.getLower()) + ", " + number(f.getUpper()) + "]",
                recent == null ? "" : ScoreReport.percent(recent.getSkill()),
                sparkline(entry.getValue().trend()));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }

    private static String sparkline(Collection<Double> values) {
        double min = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        var text = new StringBuilder();
        for (double value : values) {
            double share = max > min ? (value - min) / (max - min) : 0;
            text.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
        }
        return text.toString();
    }

    private void draw(List<String> block) {
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\033[").append(drawn).append('A');
        }
        for (String line : block) {
            text.append(CLEAR_LINE).append(line, 0, Math.min(line.length(), columns - 1)).append('\n');
        }
        drawn = Math.max(drawn, block.size());
        out.print(text);
        out.flush();
    }

    /// Clears the block and what is below, so that plain lines take its place.
    private void erase() {
        if (drawn > 0) {
            out.print("\033[" + drawn + "A\033[J");
            drawn = 0;
        }
    }

    private static int size(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value != null && value.matches("[1-9]\\d{0,3}") ? Integer.parseInt(value) : otherwise;
    }
}
