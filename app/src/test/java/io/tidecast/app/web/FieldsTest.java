package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.tidecast.app.web.Browser.Opened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series of several fields: what the queries answer of each, and how the page shows the one that is chosen.
class FieldsTest {
    private static final List<String> FIELDS = List.of("temperature", "humidity",
            "pressure difference across the supply air filter of the first floor");
    private static final String HUMIDITY = "/keys/mill/history?field=humidity";
    /// A series that has never had a humidity.
    private static final String CELLAR = "cellar";
    private static final List<String> KEYS = List.of(CELLAR, "hill", "mill");
    private static final int READINGS = 120;
    private static final Contract CONTRACT = new Contract();

    @TempDir
    private static Path directory;

    private static Served served;
    private static ServedPipeline instance;
    private static int sent;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(directory, 2);
        instance = served.start(
                Map.of("fields.targets", String.join(",", FIELDS), "model.warm.up.readings", "20"));
        for (int i = 0; i < READINGS; i++) {
            sendNext();
        }
        awaitBoard();
    }

    @AfterAll
    static void stop() {
        instance.close();
        served.close();
    }

    /// One reading of each series; the humidity of the 100th is out of the ordinary.
    private static void sendNext() {
        int i = sent++;
        double wave = Math.sin(i * 2 * Math.PI / 24);
        for (String key : KEYS) {
            double temperature = 20 + 3 * wave + 0.1 * (i * 7 % 11);
            served.send(key, i, key.equals(CELLAR)
                    ? Map.of(FIELDS.get(0), temperature)
                    : Map.of(FIELDS.get(0), temperature, FIELDS.get(1),
                            60 - 10 * wave + 0.3 * (i * 5 % 7) + (i == 100 ? 40 : 0), FIELDS.get(2),
                            150 + wave));
        }
    }

    /// The board reads committed forecasts, a moment after the pipeline has made them.
    private static void awaitBoard() throws Exception {
        Served.await("the board has all", () -> {
            try {
                JsonNode rows = served.json(instance, "/keys").get("keys");
                return rows.size() == KEYS.size() && rows.findValuesAsText("time").stream()
                        .allMatch(Served.time(sent - 1).toString()::equals);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void theHistoryOfEachFieldAgreesWithTheStateOfTheSeries() throws Exception {
        JsonNode state = served.json(instance, "/keys/mill");
        assertEquals(FIELDS, state.get("fields").findValuesAsText("field"));
        for (JsonNode field : state.get("fields")) {
            HttpResponse<String> answer = served.get(instance,
                    "/keys/mill/history?field=" + field.get("field").asText().replace(" ", "%20"));
            CONTRACT.accepts("get", "/keys/{key}/history", answer, field.toString());
            JsonNode history = Served.JSON.readTree(answer.body());
            JsonNode newest = history.get("points").get(history.get("points").size() - 1);
            assertEquals(sent, history.get("points").size());
            for (String name : List.of("field", "level", "skill")) {
                assertEquals(field.get(name), history.get(name), name);
            }
            for (String name : List.of("actual", "mae", "lastValueMae", "coverage")) {
                assertEquals(field.get(name), newest.get(name), name);
            }
            assertEquals(field.get("next"), history.at("/ahead/0/value"));
            assertEquals(field.get("lower"), history.at("/ahead/0/lower"));
            assertEquals(3, history.get("ahead").size());
        }
    }

    @Test
    void aReadingStandsBesideWhatHadBeenForecastForItsField() throws Exception {
        JsonNode before = served.json(instance, HUMIDITY);
        sendNext();
        awaitBoard();
        JsonNode point = served.json(instance, HUMIDITY + "&limit=1").at("/points/0");
        assertEquals(before.at("/ahead/0/time"), point.get("time"));
        assertEquals(before.at("/ahead/0/value"), point.get("forecast"));
        assertEquals(before.at("/ahead/0/upper"), point.get("upper"));
        assertTrue(before.at("/points/100/anomaly").asBoolean(), before.at("/points/100").toString());
    }

    @Test
    void theListHasTheFieldsAndTheNumbersOfTheFirst() throws Exception {
        HttpResponse<String> answer = served.get(instance, "/keys?sort=key");
        CONTRACT.accepts("get", "/keys", answer, "/keys");
        JsonNode rows = Served.JSON.readTree(answer.body()).get("keys");
        assertEquals(List.of(FIELDS.getFirst()), texts(rows.at("/0/fields")));
        assertEquals(FIELDS, texts(rows.at("/2/fields")));
        assertEquals(FIELDS.getFirst(), rows.at("/2/field").asText());
        assertEquals(served.json(instance, "/keys/mill/history").at("/ahead/0/value"), rows.at("/2/next"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    @Test
    void aFieldThatTheSeriesDoesNotHaveIsAProblemThatSaysWhichItHas() throws Exception {
        for (Map.Entry<String, String> wrong : Map
                .of("/keys/mill/history?field=noise",
                        "field must be one of %s, got 'noise'".formatted(String.join(", ", FIELDS)),
                        "/keys/cellar/history?field=humidity",
                        "field must be one of temperature, got 'humidity'")
                .entrySet()) {
            HttpResponse<String> answer = served.get(instance, wrong.getKey());
            assertEquals(400, answer.statusCode());
            CONTRACT.accepts("get", "/keys/{key}/history", answer, wrong.getKey());
            assertEquals(wrong.getValue(), Served.JSON.readTree(answer.body()).get("detail").asText());
        }
    }

    @Test
    void theStreamOfEventsHasThePointsOfTheFieldThatIsAskedFor() throws Exception {
        var request = HttpRequest.newBuilder(Served.uri(instance, "/events?key=mill&field=humidity"))
                .headers("Accept", "text/event-stream");
        try (Stream<String> lines = served.stream(request)) {
            Iterator<String> stream = lines.iterator();
            ContractTest.next(stream, "status");
            sendNext();
            JsonNode news = ContractTest.next(stream, "points");
            JsonNode history = served.json(instance, HUMIDITY + "&limit=1");
            assertEquals("humidity", news.get("field").asText());
            for (String name : List.of("points", "ahead", "skill", "level", "status")) {
                assertEquals(history.get(name), news.get(name), name);
            }
        }
    }

    private static Opened open(Browser browser, String hash, int width) {
        Opened opened = browser.page(width, 860, ColorScheme.LIGHT);
        opened.page().route(url -> url.contains("/history"), FieldsTest::answerWithDriftsOfTheHumidity);
        opened.page().navigate(instance.address().orElseThrow() + "#" + hash);
        awaitField(opened.page(), hash.contains("?") ? "humidity" : FIELDS.getFirst());
        return opened;
    }

    private static void answerWithDriftsOfTheHumidity(Route route) {
        APIResponse answer = route.fetch();
        try {
            var history = (ObjectNode) Served.JSON.readTree(answer.body());
            for (int i = 50; i < 60; i++) {
                history.withArray("events").addObject().put("time", Served.time(i).toString())
                        .put("kind", "drift").put("field", "humidity").put("detail", "");
            }
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(history.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the page shows a field of the series.
    private static void awaitField(Page page, String field) {
        page.waitForSelector("#detail[aria-busy=false] #chart canvas");
        page.waitForFunction(
                "field => document.querySelector('#chart').getAttribute('aria-label').includes(', ' + field + ': actual')",
                field);
        page.waitForFunction("() => document.querySelectorAll('#why li').length > 0");
    }

    private static void assertShows(Page page, JsonNode history) {
        JsonNode newest = history.get("points").get(history.get("points").size() - 1);
        assertEquals(newest.get("actual").asDouble(), PageTest.shown(page, "actual"));
        assertEquals(history.at("/ahead/0/value").asDouble(), PageTest.shown(page, "next"));
        assertEquals(history.at("/ahead/0/lower").asDouble() + " " + history.at("/ahead/0/upper").asDouble(),
                page.getAttribute("#interval", "data-value"));
        assertEquals(history.get("skill").asDouble(), PageTest.shown(page, "skill"));
        assertEquals(newest.get("coverage").asDouble(), PageTest.shown(page, "coverage"));
    }

    @Test
    void theKeyboardChoosesAFieldAndEverythingFollows() throws Exception {
        try (Browser browser = Browser.start()) {
            Opened opened = open(browser, "mill", 1280);
            Page page = opened.page();
            assertShows(page, served.json(instance, "/keys/mill/history"));
            assertEquals(0, PageTest.pixels(page, "#chart canvas", "--bad"), "no anomaly of the first field");
            int first = PageTest.pixels(page, "#chart canvas", "--warn");
            assertTrue(first < 100, "no drift of the first field: " + first);
            page.getByRole(AriaRole.COMBOBOX,
                    new Page.GetByRoleOptions().setName("Field").setExact(true)).focus();
            page.keyboard().press("ArrowDown");
            awaitField(page, "humidity");
            assertEquals("humidity of mill chosen", page.textContent("#announce"));
            assertTrue(page.url().endsWith("#mill?field=humidity"), page.url());
            assertShows(page, served.json(instance, HUMIDITY));
            page.waitForCondition(() -> PageTest.pixels(page, "#chart canvas", "--bad") > 20);
            int second = PageTest.pixels(page, "#chart canvas", "--warn");
            assertTrue(second > 400, "the drifts: " + second);
            for (String picture : List.of("chart", "errors", "covers")) {
                assertTrue(PageTest.pixels(page, "#" + picture + " canvas", "--actual") > 100, picture);
                assertTrue(page.getAttribute("#" + picture, "aria-label").startsWith("mill, humidity: "));
            }
            JsonNode expert = served.json(instance, "/keys/mill/explain").at("/fields/1/experts/0");
            assertTrue(page.textContent("#experts").contains(
                    "%s%.2f".formatted(expert.get("name").asText(), expert.get("value").asDouble())),
                    page.textContent("#experts"));
            assertEquals(List.of(), opened.complaints());
        }
    }

    @Test
    void theChoiceOutlivesNewReadingsOtherSeriesAndAnotherLook() throws Exception {
        try (Browser browser = Browser.start()) {
            Opened opened = open(browser, "mill?field=humidity", 1280);
            Page page = opened.page();
            String before = page.getAttribute("#actual", "data-value");
            sendNext();
            page.waitForFunction("before => document.querySelector('#actual').dataset.value !== before",
                    before);
            assertShows(page, served.json(instance, HUMIDITY));
            assertEquals("humidity", page.inputValue("#field"));
            page.reload();
            awaitField(page, "humidity");
            page.click(".row[data-key=hill]");
            PageTest.awaitText(page, "#key-title", "hill");
            awaitField(page, "humidity");
            assertTrue(page.url().endsWith("#hill?field=humidity"), page.url());
            page.click(".row[data-key=cellar]");
            PageTest.awaitText(page, "#announce", "cellar chosen");
            page.waitForFunction(
                    "() => document.querySelector('#chart').getAttribute('aria-label').startsWith('cellar: actual')");
            assertTrue(page.isHidden("#field"), "there is nothing to choose");
            assertTrue(page.url().endsWith("#cellar"), page.url());
            assertEquals(List.of(), opened.complaints());
        }
    }

    @Test
    void onAPhoneTheChoiceIsNotCutOff() {
        try (Browser browser = Browser.start()) {
            Opened opened = open(browser, "mill?field=humidity", 390);
            Page page = opened.page();
            assertEquals(390, page.evaluate("() => document.documentElement.scrollWidth"));
            assertEquals(true, page.evaluate(
                    "() => document.querySelector('#field').getBoundingClientRect().right <= innerWidth"));
            page.selectOption("#field", FIELDS.getLast());
            awaitField(page, FIELDS.getLast());
            assertEquals(390, page.evaluate("() => document.documentElement.scrollWidth"));
            assertEquals(List.of(), opened.complaints());
        }
    }
}
