package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The system's Chromium. Without one a test is skipped, with one line; where `TIDECAST_REQUIRE_BROWSER` is `true`, it fails.
final class Browser implements AutoCloseable {
    private static final String REQUIRE = "TIDECAST_REQUIRE_BROWSER";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    /// What a page has complained about.
    record Opened(Page page, List<String> complaints) {}

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        Path executable = Stream
                .of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
        if (executable == null) {
            String line = "there is no Chromium; %s=true turns this skip into a failure".formatted(REQUIRE);
            if (Boolean.parseBoolean(System.getenv(REQUIRE))) {
                fail(line);
            }
            System.out.println("skipped: " + line);
            abort(line);
        }
        Playwright playwright = Playwright
                .create(new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Without the sandbox, which a container does not let it have; it opens nothing but the page under test.
        return new Browser(playwright, playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(executable).setArgs(List.of("--no-sandbox", "--disable-gpu"))));
    }

    /// Opens the page of an instance.
    Opened open(String address, int width, int height, ColorScheme scheme) {
        Opened opened = page(width, height, scheme);
        opened.page().navigate(address);
        return opened;
    }

    /// An empty page.
    Opened page(int width, int height, ColorScheme scheme) {
        Page page = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height).setColorScheme(scheme)).newPage();
        var complaints = new ArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(complaints::add);
        page.setDefaultTimeout(10_000);
        return new Opened(page, complaints);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
