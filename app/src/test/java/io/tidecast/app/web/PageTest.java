package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.tidecast.app.web.Browser.Opened;
import io.tidecast.connectors.fleet.FleetOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The live page in a real browser. Its screenshots go to `target/screenshots`, or to where `TIDECAST_SCREENSHOTS` says: those in the
/// documentation are made so.
class PageTest {
    private static final String KEY = "mill/power";
    private static final int DAYS = 5;
    /// The size of a canvas' colours that are drawn anti-aliased, for each channel.
    private static final int NEAR = 40;
    private static final String COUNT_PIXELS = """
            ([canvas, colour, near]) => {
              const copy = document.createElement('canvas');
              const probe = copy.getContext('2d', { willReadFrequently: true });
              probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(colour);
              probe.fillRect(0, 0, 1, 1);
              const wanted = probe.getImageData(0, 0, 1, 1).data;
              const c = document.querySelector(canvas);
              copy.width = c.width;
              copy.height = c.height;
              probe.drawImage(c, 0, 0);
              const pixels = probe.getImageData(0, 0, c.width, c.height).data;
              let count = 0;
              for (let i = 0; i < pixels.length; i += 4) {
                const far = (k) => Math.abs(pixels[i + k] - wanted[k]) > near;
                count += pixels[i + 3] > 0 && !far(0) && !far(1) && !far(2) && Math.abs(pixels[i + 3] - wanted[3]) < 2 * near;
              }
              return count;
            }""";

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Served served;
    private static ServedPipeline instance;
    private static List<String> keys = List.of();

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        served = new Served(directory, 4);
        instance = served.start(Map.of("model.horizons", "12", "model.warm.up.readings", "20"));
        served.sendFleet(instance, FleetOptions.DEFAULT.withDays(DAYS));
        served.sendGarbage(KEY, 3);
        served.await("the board has all", instance, "/keys?sort=key", answer -> {
            keys = answer.path("keys").findValuesAsText("key");
            return keys.size() == FleetOptions.DEFAULT.sensors();
        });
    }

    @AfterAll
    static void stop() {
        Stream.of(instance, served, browser).filter(Objects::nonNull).forEach(PageTest::close);
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Opened open(String key, int width, int height, ColorScheme scheme) {
        Opened opened = browser.open(instance.address().orElseThrow() + "#" + key.replace("/", "%2F"), width,
                height, scheme);
        Page page = opened.page();
        page.waitForSelector("#chart canvas");
        page.waitForFunction("() => Number(document.querySelector('#chart').dataset.points) > 60");
        page.waitForFunction("() => document.querySelector('#state').textContent === 'running'");
        page.waitForFunction("() => document.querySelectorAll('#why li').length > 0");
        return opened;
    }

    static void awaitText(Page page, String selector, String text) {
        page.waitForFunction("([selector, text]) => document.querySelector(selector).textContent === text",
                List.of(selector, text));
    }

    private static void shoot(Page page, String name) {
        String directory = System.getenv().getOrDefault("TIDECAST_SCREENSHOTS", "target/screenshots");
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(directory, name + ".png")));
    }

    static int pixels(Page page, String canvas, String colour) {
        return (Integer) page.evaluate(COUNT_PIXELS, List.of(canvas, colour, NEAR));
    }

    private static JsonNode row(String key) throws Exception {
        return served.json(instance, "/keys?limit=1&contains=" + key).at("/keys/0");
    }

    static double shown(Page page, String id) {
        return Double.parseDouble(page.getAttribute("#" + id, "data-value"));
    }

    private static void assertChartsAreDrawn(Page page) {
        assertTrue(pixels(page, "#chart canvas", "--actual") > 300, "the actual values");
        assertTrue(pixels(page, "#chart canvas", "--forecast") > 100, "the forecasts");
        assertTrue(pixels(page, "#chart canvas", "--band") > 200, "the intervals");
        assertTrue(pixels(page, "#errors canvas", "--actual") > 100, "the error");
        assertTrue(pixels(page, "#errors canvas", "--naive") > 50, "the error of the last value");
        assertTrue(pixels(page, "#covers canvas", "--actual") > 100, "the coverage");
        assertTrue(pixels(page, "#list .row canvas", "--actual") > 20, "the sparkline");
    }

    @Test
    void chartsAreDrawnNumbersAreThoseOfTheQueriesAndNothingIsComplainedAbout() throws Exception {
        Opened opened = open(KEY, 1280, 860, ColorScheme.LIGHT);
        Page page = opened.page();
        JsonNode row = row(KEY);
        assertEquals(KEY, page.textContent("#key-title"));
        for (String figure : List.of("actual", "next", "skill", "coverage")) {
            assertEquals(row.get(figure).asDouble(), shown(page, figure), figure);
        }
        assertEquals(row.get("lower").asDouble() + " " + row.get("upper").asDouble(),
                page.getAttribute("#interval", "data-value"));
        assertEquals(keys.size(), shown(page, "series"));
        page.waitForFunction(
                "() => document.querySelector('#dead-letters').textContent.includes('bad-bytes3')");
        assertTrue(page.textContent("#experts").contains("rnn"));
        assertTrue(page.textContent("#topology").contains("partitions 0, 1, 2, 3"));
        assertChartsAreDrawn(page);
        shoot(page, "page");
        assertEquals(List.of(), opened.complaints());
        page.context().close();
    }

    @Test
    void aNewReadingIsSeenWithoutAskingForIt() throws Exception {
        String key = keys.getFirst();
        Page page = open(key, 1200, 900, ColorScheme.LIGHT).page();
        double value = shown(page, "actual") + 0.125;
        served.send(key, Instant.parse(row(key).get("nextTime").asText()), value);
        page.waitForFunction("value => Number(document.querySelector('#actual').dataset.value) === value",
                value);
        assertEquals(row(key).get("next").asDouble(), shown(page, "next"));
        page.context().close();
    }

    @Test
    void theKeyboardAloneReachesEverySeries() {
        Page page = open(KEY, 1200, 900, ColorScheme.LIGHT).page();
        page.keyboard().press("Tab");
        assertEquals("Skip to the chart", page.evaluate("() => document.activeElement.textContent"));
        page.selectOption("#sort", "key");
        page.focus("#list");
        page.keyboard().press("End");
        page.keyboard().press("Enter");
        awaitText(page, "#key-title", keys.getLast());
        assertEquals(keys.getLast(), page.textContent(".row[aria-selected=true] b"));
        assertEquals(page.getAttribute(".row.active", "id"),
                page.getAttribute("#list", "aria-activedescendant"));
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Enter");
        String other = keys.get(keys.size() - 2);
        awaitText(page, "#key-title", other);
        page.waitForFunction(
                "start => document.querySelector('#chart').getAttribute('aria-label').startsWith(start)",
                other + ": actual");
        assertEquals(other + " chosen", page.textContent("#announce"));
        page.context().close();
    }

    @Test
    void everyControlHasANameAndEveryPictureAText() {
        Page page = open(KEY, 1200, 900, ColorScheme.LIGHT).page();
        assertEquals(List.of(), page.evaluate(
                """
                        () => [...document.querySelectorAll('input, select, button, [role=listbox], [role=img], meter, progress')]
                          .filter(e => e.checkVisibility() && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')
                            && !(e.labels && e.labels.length && [...e.labels].some(l => l.textContent.trim())))
                          .map(e => e.outerHTML)"""));
        page.context().close();
    }

    @Test
    void inTheDarkItIsDarkAndStillDrawn() {
        Opened opened = open(KEY, 1280, 860, ColorScheme.DARK);
        Page page = opened.page();
        assertEquals("rgb(14, 21, 24)",
                page.evaluate("() => getComputedStyle(document.body).backgroundColor"));
        assertChartsAreDrawn(page);
        shoot(page, "page-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.waitForFunction(
                "() => getComputedStyle(document.body).backgroundColor === 'rgb(245, 247, 248)'");
        page.waitForCondition(() -> pixels(page, "#chart canvas", "--actual") > 300);
        assertChartsAreDrawn(page);
        assertEquals(List.of(), opened.complaints());
        page.context().close();
    }

    @Test
    void onAPhoneNothingIsCutOff() {
        Opened opened = open(KEY, 390, 844, ColorScheme.LIGHT);
        Page page = opened.page();
        assertEquals(390, page.evaluate("() => document.documentElement.scrollWidth"));
        assertChartsAreDrawn(page);
        page.evaluate("() => document.querySelector('#detail').scrollIntoView()");
        shoot(page, "page-phone");
        assertEquals(List.of(), opened.complaints());
        page.context().close();
    }

    @Test
    void ofTenThousandSeriesOnlyThoseInSightAreDrawn() throws Exception {
        JsonNode like = row(KEY);
        Page page = browser.page(1200, 900, ColorScheme.LIGHT).page();
        page.route(url -> url.contains("/keys?"), route -> {
            int offset = Integer.parseInt(route.request().url().replaceAll(".*offset=(\\d+).*", "$1"));
            ObjectNode answer = Served.JSON.createObjectNode().put("total", 10_000).put("offset", offset);
            ArrayNode rows = answer.putArray("keys");
            for (int i = offset; i < offset + 1_000; i++) {
                rows.add(((ObjectNode) like.deepCopy()).put("key", "sensor-%05d".formatted(i)));
            }
            route.fulfill(new Route.FulfillOptions().setContentType("application/json")
                    .setBody(answer.toString()));
        });
        page.navigate(instance.address().orElseThrow());
        page.selectOption("#sort", "key");
        page.waitForSelector(".row[aria-setsize='10000']");
        page.focus("#list");
        page.keyboard().press("End");
        page.waitForSelector(".row[aria-posinset='10000'].active");
        assertEquals("sensor-09999", page.textContent(".row.active b"));
        assertTrue((Integer) page.evaluate("() => document.querySelectorAll('.row').length") < 60);
        page.context().close();
    }

    @Test
    void theTokenIsAskedForAndGoesWithEveryQuery() {
        Page page = browser.page(1200, 900, ColorScheme.LIGHT).page();
        page.route(url -> url.contains("/keys") || url.contains("/events"), route -> {
            if ("Bearer let-me-in".equals(route.request().headers().get("authorization"))) {
                route.resume();
            } else {
                route.fulfill(new Route.FulfillOptions().setStatus(401)
                        .setContentType("application/problem+json").setBody("{\"status\": 401}"));
            }
        });
        page.navigate(instance.address().orElseThrow());
        page.waitForSelector("#login:visible");
        assertEquals("token", page.evaluate("() => document.activeElement.id"));
        page.fill("#token", "let-me-in");
        page.keyboard().press("Enter");
        page.waitForSelector("#chart canvas");
        awaitText(page, "#state", "running");
        assertTrue(page.isHidden("#login"));
        page.context().close();
    }

    @Test
    void theOrderAndTheSearchFindASeries() throws Exception {
        Page page = open(KEY, 1200, 900, ColorScheme.LIGHT).page();
        String worst = served.json(instance, "/keys?sort=error&limit=1").at("/keys/0/key").asText();
        assertEquals(worst, page.textContent(".row[aria-posinset='1'] b"));
        page.fill("#find", "mill/hum");
        page.waitForFunction("() => document.querySelectorAll('.row').length === 1");
        assertEquals("mill/humidity", page.textContent(".row b"));
        assertNotEquals("mill/humidity", page.textContent("#key-title"));
        page.context().close();
    }
}
