package io.tidecast.app.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The files of the page, from the class path: a few, so they are named one by one, and nothing else is served.
final class Page {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String OWN = "/io/tidecast/app/web/";
    /// Scripts and styles come from here and from nowhere else.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, File> files = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    private record File(String type, byte[] bytes, String tag) {
        static File of(String type, String resource) {
            try (InputStream in = Page.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("the class path must have " + resource);
                }
                byte[] bytes = in.readAllBytes();
                return new File(type, bytes, "\"%08x-%x\"".formatted(Arrays.hashCode(bytes), bytes.length));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Page() {
        files.put("/", File.of("text/html; charset=utf-8", OWN + "index.html"));
        for (String script : new String[]{"page.js", "chart.js", "list.js", "stream.js", "topology.js"}) {
            files.put("/" + script, File.of("text/javascript; charset=utf-8", OWN + script));
        }
        files.put("/page.css", File.of("text/css; charset=utf-8", OWN + "page.css"));
        files.put("/favicon.svg", File.of("image/svg+xml", OWN + "favicon.svg"));
        files.put("/openapi.yaml", File.of("application/yaml", OWN + "openapi.yaml"));
        files.put("/uplot.js", File.of("text/javascript; charset=utf-8", UPLOT + "uPlot.iife.min.js"));
        files.put("/uplot.css", File.of("text/css; charset=utf-8", UPLOT + "uPlot.min.css"));
    }

    Set<String> paths() {
        return files.keySet();
    }

    void addTo(RoutesConfig routes) {
        files.forEach((path, file) -> routes.get(path, request -> serve(request, file)));
    }

    private static void serve(Context request, File file) {
        request.header("Content-Security-Policy", POLICY).header("ETag", file.tag).header("Cache-Control",
                "no-cache");
        if (file.tag.equals(request.header("If-None-Match"))) {
            request.status(304);
        } else {
            request.contentType(file.type).result(file.bytes);
        }
    }
}
