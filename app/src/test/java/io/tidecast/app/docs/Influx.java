package io.tidecast.app.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/// Takes lines as InfluxDB does, and writes them into a file.
record Influx(HttpServer server, Path lines) implements AutoCloseable {
    /// The secret of the page.
    private static final String AUTHORISED = "Token secret";

    static Influx start(Path directory, int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var influx = new Influx(server, Files.createFile(directory.resolve("lines.txt")));
        server.createContext("/api/v2/write", influx::write);
        server.start();
        return influx;
    }

    private void write(HttpExchange exchange) throws IOException {
        boolean authorised = AUTHORISED.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            byte[] received = body.readAllBytes();
            if (authorised) {
                Files.write(lines, received, StandardOpenOption.APPEND);
            }
        }
        exchange.sendResponseHeaders(authorised ? 204 : 401, -1);
        exchange.close();
    }

    /// A command beside the file that waits for the first lines and prints them.
    String show() {
        return "until [ -s %1$s ]; do sleep 0.2; done; cat %1$s%n".formatted(lines.getFileName());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
