package io.tidecast.model.tutorial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A plot of lines as SVG, with a frame, the ranges of both axes and a legend.
final class LinePlot {
    private static final List<String> COLOURS = List.of("#1f6fb4", "#d1495b", "#3c8d53", "#8a6bbe");
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int MARGIN = 48;

    @SuppressWarnings("ArrayRecordComponent")
    private record Line(String name, double[] x, double[] y) {}

    private final String title;
    private final String xAxis;
    private final List<Line> lines = new ArrayList<>();

    LinePlot(String title, String xAxis) {
        this.title = title;
        this.xAxis = xAxis;
    }

    LinePlot add(String name, double[] x, double[] y) {
        lines.add(new Line(name, x, y));
        return this;
    }

    /// A line over 1, 2, 3, …
    LinePlot add(String name, double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        return add(name, x, y);
    }

    String toSvg() {
        double left = lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).min().orElse(0);
        double right = lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).max().orElse(1);
        double low = lines.stream().flatMapToDouble(line -> Arrays.stream(line.y)).min().orElse(0);
        double high = lines.stream().flatMapToDouble(line -> Arrays.stream(line.y)).max().orElse(1);
        var svg = new StringBuilder(
                """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                        <rect width="100%%" height="100%%" fill="white"/>
                        <rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#999"/>
                        """
                        .formatted(WIDTH, HEIGHT, MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN));
        text(svg, WIDTH / 2, 20, "middle", "#222", title);
        text(svg, WIDTH / 2, HEIGHT - 12, "middle", "#222", xAxis);
        text(svg, MARGIN, HEIGHT - MARGIN + 16, "middle", "#666", number(left));
        text(svg, WIDTH - MARGIN, HEIGHT - MARGIN + 16, "middle", "#666", number(right));
        text(svg, MARGIN - 4, HEIGHT - MARGIN, "end", "#666", number(low));
        text(svg, MARGIN - 4, MARGIN + 8, "end", "#666", number(high));
        for (int n = 0; n < lines.size(); n++) {
            var line = lines.get(n);
            svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"%s\" points=\""
                    .formatted(COLOURS.get(n)));
            for (int i = 0; i < line.x.length; i++) {
                double x = MARGIN + (line.x[i] - left) / (right - left) * (WIDTH - 2 * MARGIN);
                double y = HEIGHT - MARGIN - (line.y[i] - low) / (high - low) * (HEIGHT - 2 * MARGIN);
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
            svg.append("\"/>\n");
            text(svg, WIDTH - MARGIN - 8, MARGIN + 18 + 16 * n, "end", COLOURS.get(n), line.name);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String text) {
        svg.append(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n"
                        .formatted(x, y, anchor, colour, text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
