package io.tidecast.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry's client over TLS, with a server that asks for a certificate of the client's own. The certificates are made by `keytool`.
class TlsRegistryTest {
    private static final String PASSWORD = "s3cret-of-the-store";

    @TempDir
    private static Path directory;

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        createKeys("server", "CN=registry");
        createKeys("client", "CN=tidecast");
        createKeys("stranger", "CN=stranger");
        trust("client", "server");
        trust("server", "client");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var context = new TlsOptions(store("trusted-by-server"), PASSWORD, store("server"), PASSWORD)
                .context();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = "{\"id\":7}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.setExecutor(THREADS);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        THREADS.close();
    }

    private static String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    private static void createKeys(String name, String subject) throws IOException, InterruptedException {
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", subject,
                "-ext", "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
                store(name), "-storepass", PASSWORD);
    }

    private static void trust(String who, String whom) throws IOException, InterruptedException {
        String certificate = directory.resolve(whom + ".pem").toString();
        keytool("-exportcert", "-rfc", "-alias", whom, "-keystore", store(whom), "-storepass", PASSWORD,
                "-file", certificate);
        keytool("-importcert", "-noprompt", "-alias", whom, "-storetype", "PKCS12", "-keystore",
                store("trusted-by-" + who), "-storepass", PASSWORD, "-file", certificate);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static int register(String trustStore, String keyStore) {
        var tls = new TlsOptions(trustStore, trustStore.isEmpty() ? "" : PASSWORD, keyStore,
                keyStore.isEmpty() ? "" : PASSWORD);
        String url = "https://127.0.0.1:" + server.getAddress().getPort();
        return new RegistryOptions(url, "", tls).client().register("readings-value",
                Reading.getClassSchema());
    }

    private static String refusal(String trustStore, String keyStore) {
        String message = String.valueOf(
                assertThrows(RegistryException.class, () -> register(trustStore, keyStore)).getMessage());
        assertFalse(message.contains(PASSWORD), message);
        return message;
    }

    @Test
    void bothSidesKnowEachOther() {
        assertEquals(7, register(store("trusted-by-client"), store("client")));
    }

    @Test
    void aRegistryThatIsNotTrustedIsNotTalkedTo() {
        String message = refusal("", store("client"));
        assertTrue(message.contains("cannot be reached") && message.contains("PKIX path building failed"),
                message);
    }

    @Test
    void aClientWithoutItsCertificateOrWithAnotherIsRefused() {
        assertTrue(refusal(store("trusted-by-client"), "").contains("cannot be reached"));
        assertTrue(refusal(store("trusted-by-client"), store("stranger")).contains("cannot be reached"));
    }

    @Test
    void aStoreThatCannotBeReadIsNamedByItsKey() {
        var e = assertThrows(IllegalArgumentException.class, () -> register(store("absent"), ""));
        assertTrue(String.valueOf(e.getMessage())
                .startsWith("schema.registry.ssl.truststore.location=" + store("absent")), e.getMessage());
        var wrong = new TlsOptions(store("trusted-by-client"), "wr0ng", "", "");
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, wrong::context).getMessage());
        assertTrue(message.contains("password was incorrect"), message);
        assertFalse(message.contains("wr0ng"), message);
    }
}
