package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.model.forecast.ForecasterOptions;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SeriesPlotTest {
    private static final BacktestOptions OPTIONS = BacktestOptions.of(ForecasterOptions.DEFAULT)
            .keepingForecasts();
    private static final int ROWS = 250;

    @TempDir
    private Path directory;

    @Test
    void drawsActualForecastBandAndErrorsAsSvg() throws Exception {
        Path file = directory.resolve("a.svg");
        draw(file, "s");
        Document svg = parse(file);
        Element root = svg.getDocumentElement();
        assertEquals("svg", root.getTagName());
        assertEquals(SeriesPlot.WIDTH + "px", root.getAttribute("width"));
        assertEquals("s, 1 step ahead", svg.getElementsByTagName("title").item(0).getTextContent());
        // One stroke for each pair of rows, or one for all of them; the forecast has a line in both panels.
        assertTrue(strokes(svg, "rgb(34,34,34)") >= ROWS - 2, "actual");
        assertTrue(strokes(svg, "rgb(31,119,180)") >= 2 * (ROWS - 2), "forecast");
        assertTrue(strokes(svg, "rgb(214,122,28)") >= ROWS - 2, "last value");
        assertTrue(points(svg, "fill:rgb(31,119,180)") >= 2 * (ROWS - 1), "band");
    }

    @Test
    void drawsTheSameAsPng() throws Exception {
        Path file = directory.resolve("a.PNG");
        draw(file, null);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(SeriesPlot.WIDTH, image.getWidth());
        assertEquals(2 * SeriesPlot.PANEL_HEIGHT, image.getHeight());
        assertTrue(pixels(image, 0x222222) > 100, "actual");
        assertTrue(pixels(image, 0xd67a1c) > 100, "last value");
    }

    @Test
    void saysWhichSeriesThereAre() {
        CommandFailure failure = assertThrows(CommandFailure.class,
                () -> draw(directory.resolve("a.svg"), "other"));
        assertEquals("--plot-key: there is no series other, only [s]", failure.getMessage());
        assertThrows(CommandFailure.class, () -> SeriesPlot.to(Path.of("a.jpg"), null, OPTIONS));
    }

    private static void draw(Path file, @Nullable String key) {
        Series walk = Walks.randomWalk(1, ROWS);
        SeriesPlot plot = SeriesPlot.to(file, key, OPTIONS);
        plot.take(EvaluatorTest.evaluate(walk, OPTIONS,
                reading -> ScalarForecasts.ofSteps(reading.time(), Walks.STEP, reading.value() + 0.5)));
        plot.draw();
    }

    private static Document parse(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static long strokes(Document svg, String color) {
        return points(svg, "stroke:" + color);
    }

    /// The points of all paths and lines of a style.
    private static long points(Document svg, String style) {
        long points = 0;
        var all = svg.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.getAttribute("style").contains(style)) {
                String path = element.getAttribute("d") + element.getAttribute("points");
                points += path.isEmpty() ? 1 : path.chars().filter(c -> c == ',').count();
            }
        }
        return points;
    }

    private static int pixels(BufferedImage image, int color) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == color ? 1 : 0;
            }
        }
        return count;
    }
}
