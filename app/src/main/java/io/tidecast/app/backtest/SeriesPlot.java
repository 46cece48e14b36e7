package io.tidecast.app.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A picture of one series: above the last scored rows with their forecasts and intervals, below the error of the forecast and of
/// the last value over all scored rows, as rolling means.
@SuppressWarnings("JavaUtilDate") // XChart's time axis takes nothing else.
public final class SeriesPlot {
    static final int WIDTH = 1200;
    static final int PANEL_HEIGHT = 420;
    /// Rows of the upper panel: more do not fit beside each other.
    private static final int SHOWN_ROWS = 300;
    private static final int MOST_POINTS = 1000;
    private static final Color ACTUAL = new Color(0x22, 0x22, 0x22);
    private static final Color FORECAST = new Color(0x1f, 0x77, 0xb4);
    private static final Color BAND = new Color(0x1f, 0x77, 0xb4, 60);
    private static final Color LAST_VALUE = new Color(0xd6, 0x7a, 0x1c);

    private record Point(Date time, double actual, double forecast, double lower, double upper,
            double lastValue) {}

    private final Path file;
    private final boolean vector;
    private final @Nullable String key;
    private final BacktestOptions options;
    private final List<Point> points = new ArrayList<>();
    private final TreeSet<String> others = new TreeSet<>();
    private @Nullable String title;

    private SeriesPlot(Path file, boolean vector, @Nullable String key, BacktestOptions options) {
        this.file = file;
        this.vector = vector;
        this.key = key;
        this.options = options;
    }

    /// A picture that is drawn when the forecasts have been taken.
    ///
    /// @param file  to write, `.svg` or `.png`
    /// @param key   of the series or field; null: the first
    public static SeriesPlot to(Path file, @Nullable String key, BacktestOptions options) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".svg") && !name.endsWith(".png")) {
            throw new CommandFailure(ExitCode.USAGE, "a plot must be a .svg or .png file, got " + file);
        }
        return new SeriesPlot(file, name.endsWith(".svg"), key, options);
    }

    /// Takes the kept forecasts of the series that is drawn.
    public void take(SeriesResult result) {
        for (int target = 0; target < result.targets(); target++) {
            String name = result.series.key(target);
            if (title == null && (key == null || key.equals(name))) {
                title = name;
                take(result, target);
            } else {
                others.add(name);
            }
        }
    }

    private void take(SeriesResult result, int target) {
        Series series = result.series;
        int first = options.scoreRows().first(series.rows());
        int end = options.scoreRows().end(series.rows());
        for (SeriesResult.Held held : result.forecasts) {
            boolean furthest = held.forecast().horizon() == options.forecaster().horizons();
            if (held.target() == target && furthest && held.row() >= first && held.row() < end) {
                points.add(new Point(new Date(series.time(held.row())), series.value(held.row(), target),
                        held.forecast().value(), held.forecast().lower(), held.forecast().upper(),
                        held.lastValue()));
            }
        }
    }

    /// Writes the file.
    public void draw() {
        if (points.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, title == null
                    ? "--plot-key: there is no series %s, only %s".formatted(key, others)
                    : "there is nothing to draw: no row of %s was scored".formatted(title));
        }
        List<XYChart> panels = List.of(forecasts(), errors());
        try (OutputStream out = Files.newOutputStream(file)) {
            if (vector) {
                var graphics = new VectorGraphics2D();
                paint(panels, graphics);
                Document document = new SVGProcessor().getDocument(graphics.getCommands(),
                        new PageSize(0, 0, WIDTH, 2 * PANEL_HEIGHT));
                var svg = new ByteArrayOutputStream();
                document.writeTo(svg);
                out.write(described(svg.toString(UTF_8)).getBytes(UTF_8));
            } else {
                var image = new BufferedImage(WIDTH, 2 * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                paint(panels, graphics);
                graphics.dispose();
                ImageIO.write(image, "png", out);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot write %s: %s".formatted(file, e), e);
        }
    }

    /// Says in words what the picture shows: its letters are outlines.
    private String described(String svg) {
        int content = svg.indexOf('>', svg.indexOf("<svg")) + 1;
        String words = "<title>%s</title><desc>%s; %s</desc>".formatted(escaped(title()),
                escaped("actual, forecast, interval of " + options.forecaster().level()),
                escaped("mean absolute error of forecast and last value"));
        return svg.substring(0, content) + words + svg.substring(content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String title() {
        int steps = options.forecaster().horizons();
        return "%s, %d step%s ahead".formatted(title, steps, steps == 1 ? "" : "s");
    }

    private static void paint(List<XYChart> panels, Graphics2D graphics) {
        for (XYChart panel : panels) {
            panel.paint(graphics, WIDTH, PANEL_HEIGHT);
            graphics.translate(0, PANEL_HEIGHT);
        }
    }

    private XYChart forecasts() {
        List<Point> shown = points.subList(Math.max(0, points.size() - SHOWN_ROWS), points.size());
        XYChart chart = chart(title(), "value");
        var around = new ArrayList<Date>(times(shown));
        around.addAll(times(shown).reversed());
        var ends = new ArrayList<>(values(shown, Point::upper));
        ends.addAll(values(shown, Point::lower).reversed());
        XYSeries band = chart.addSeries("interval of " + options.forecaster().level(), around, ends);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(BAND);
        band.setLineColor(BAND);
        band.setMarker(SeriesMarkers.NONE);
        line(chart, "actual", times(shown), values(shown, Point::actual), ACTUAL);
        line(chart, "forecast", times(shown), values(shown, Point::forecast), FORECAST);
        return chart;
    }

    private XYChart errors() {
        int window = Math.clamp(points.size() / 50, 1, 500);
        XYChart chart = chart("mean absolute error of %d rows".formatted(window), "error");
        List<Date> times = thinned(times(points));
        line(chart, "last value", times,
                thinned(rolling(values(points, point -> Math.abs(point.actual() - point.lastValue())),
                        window)),
                LAST_VALUE);
        line(chart, "forecast", times,
                thinned(rolling(values(points, point -> Math.abs(point.actual() - point.forecast())),
                        window)),
                FORECAST);
        return chart;
    }

    private static XYChart chart(String title, String axis) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(PANEL_HEIGHT).title(title).yAxisTitle(axis)
                .theme(Styler.ChartTheme.Matlab).build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        chart.getStyler().setPlotGridLinesVisible(false);
        return chart;
    }

    private static void line(XYChart chart, String name, List<Date> times, List<Double> values, Color color) {
        XYSeries series = chart.addSeries(name, times, values);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineWidth(1.2f);
    }

    private static List<Date> times(List<Point> points) {
        return points.stream().map(Point::time).toList();
    }

    private static List<Double> values(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).boxed().toList();
    }

    /// Means of the last values that are not missing.
    private static List<Double> rolling(List<Double> values, int window) {
        var means = new ArrayList<Double>();
        for (int i = 0; i < values.size(); i++) {
            means.add(values.subList(Math.max(0, i + 1 - window), i + 1).stream().filter(v -> !v.isNaN())
                    .mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
        }
        return means;
    }

    private static <T> List<T> thinned(List<T> points) {
        int every = Math.max(1, points.size() / MOST_POINTS);
        var kept = new ArrayList<T>();
        for (int i = 0; i < points.size(); i += every) {
            kept.add(points.get(i));
        }
        return kept;
    }
}
