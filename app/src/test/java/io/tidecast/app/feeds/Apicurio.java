package io.tidecast.app.feeds;

import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.schemas.registry.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real schema registry: Apicurio's distribution from Maven Central as a process, with its in-memory store, over HTTP and over TLS with a certificate
/// by `keytool`.
final class Apicurio implements AutoCloseable {
    /// Fetched by `./mvnw -N dependency:copy -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all -DoutputDirectory=target/registry`.
    static final Path ARCHIVE = Path.of("../target/registry/apicurio-registry-app-3.3.3-all.tar.gz");
    private static final long LIMIT_SECONDS = 180;
    private static final String PATH = "/apis/ccompat/v7";
    private static final String STORE_PASSWORD = "s3cret-of-the-registry";

    private final Process process;
    private final String url;
    private final String tlsUrl;
    private final Path store;
    private final HttpClient http = HttpClient.newHttpClient();

    private Apicurio(Process process, int port, int tlsPort, Path store) {
        this.process = process;
        url = "http://127.0.0.1:" + port + PATH;
        tlsUrl = "https://127.0.0.1:" + tlsPort + PATH;
        this.store = store;
    }

    static Apicurio start(Path directory) throws Exception {
        run("tar", "-xzf", ARCHIVE.toAbsolutePath().toString(), "-C", directory.toString());
        Path jar;
        try (Stream<Path> files = Files.walk(directory)) {
            jar = files.filter(file -> file.endsWith("quarkus-run.jar")).findFirst().orElseThrow();
        }
        Path store = directory.resolve("registry.p12");
        run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                "registry", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=registry", "-ext",
                "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", STORE_PASSWORD);
        int port = freePort();
        int tlsPort = freePort();
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar", jar.toString());
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_HTTP_INSECURE_REQUESTS", "enabled");
        builder.environment().put("QUARKUS_HTTP_SSL_PORT", Integer.toString(tlsPort));
        builder.environment().put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE", store.toString());
        builder.environment().put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", STORE_PASSWORD);
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(freePort()));
        Path log = directory.resolve("registry.log");
        var registry = new Apicurio(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(),
                port, tlsPort, store);
        registry.awaitReady(log);
        return registry;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < deadline && !process.waitFor(200, TimeUnit.MILLISECONDS)) {
            try {
                if (send("GET", "/subjects", "").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
        }
        close();
        throw new AssertionError("the registry did not come up:\n" + Files.readString(log));
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    RegistryOptions options() {
        return new RegistryOptions(url, "", TlsOptions.PLATFORM);
    }

    /// Over TLS, without trust in its certificate.
    RegistryOptions strangerOptions() {
        return new RegistryOptions(tlsUrl, "", TlsOptions.PLATFORM);
    }

    /// Over TLS.
    RegistryOptions tlsOptions() {
        return new RegistryOptions(tlsUrl, "", new TlsOptions(store.toString(), STORE_PASSWORD, "", ""));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
