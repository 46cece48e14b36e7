package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/// An MQTT 5 broker and how to log in there.
///
/// @param uri               `mqtt://host[:1883]` or `mqtts://host[:8883]`
/// @param clientId          names the session
/// @param user              empty: no login
/// @param password          of the user
/// @param authority         file of PEM certificates that are trusted; empty: those of the JVM
/// @param keyStore          file with the client's key and certificate; empty: none
/// @param keyStorePassword  of that file
record MqttServer(URI uri, String clientId, String user, Password password, String authority, String keyStore,
        Password keyStorePassword) {
    static final String URI_KEY = "mqtt.server";
    static final String CLIENT_ID = "mqtt.client.id";
    static final String USER = "mqtt.user";
    static final String PASSWORD = "mqtt.password";
    static final String AUTHORITY = "mqtt.tls.ca";
    static final String KEY_STORE = "mqtt.tls.keystore";
    static final String KEY_STORE_PASSWORD = "mqtt.tls.keystore.password";

    private static final Map<String, Integer> PORTS = Map.of("mqtt", 1883, "mqtts", 8883);

    static ConfigDef define(ConfigDef def) {
        def.define(URI_KEY, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, MqttServer::requireUri,
                Importance.HIGH, "The MQTT 5 broker: mqtt://HOST[:1883], or mqtts://HOST[:8883] with TLS.");
        def.define(CLIENT_ID, ConfigDef.Type.STRING, "", Importance.MEDIUM,
                "Client id, which names the session at the broker. Empty: tidecast- and the connector's name.");
        def.define(USER, ConfigDef.Type.STRING, "", Importance.MEDIUM, "User name. Empty: no login.");
        def.define(PASSWORD, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "Password of the user.");
        def.define(AUTHORITY, ConfigDef.Type.STRING, "", Importance.MEDIUM,
                "File of PEM certificates that are trusted with mqtts. Empty: those that Java trusts.");
        def.define(KEY_STORE, ConfigDef.Type.STRING, "", Importance.LOW,
                "PKCS12 or JKS file with this client's key and certificate, where the broker asks for them.");
        return def.define(KEY_STORE_PASSWORD, ConfigDef.Type.PASSWORD, "", Importance.LOW,
                "Password of that file and its key.");
    }

    static MqttServer of(AbstractConfig config) {
        String clientId = config.getString(CLIENT_ID);
        Object name = config.originals().get("name");
        return new MqttServer(URI.create(config.getString(URI_KEY)),
                clientId.isEmpty() ? "tidecast-" + name : clientId,
                config.getString(USER), config.getPassword(PASSWORD), config.getString(AUTHORITY),
                config.getString(KEY_STORE), config.getPassword(KEY_STORE_PASSWORD));
    }

    /// A client of it, not yet connected.
    Mqtt5ClientBuilder client() {
        String scheme = uri.getScheme();
        int port = uri.getPort() < 0 ? PORTS.getOrDefault(scheme, 0) : uri.getPort();
        Mqtt5ClientBuilder builder = Mqtt5Client.builder().identifier(clientId).serverHost(uri.getHost())
                .serverPort(port);
        if (!user.isEmpty()) {
            builder = builder.simpleAuth().username(user).password(password.value().getBytes(UTF_8))
                    .applySimpleAuth();
        }
        return scheme.equals("mqtts") ? builder.sslConfig(tls()) : builder;
    }

    private MqttClientSslConfig tls() {
        try {
            return MqttClientSslConfig.builder().trustManagerFactory(trust()).keyManagerFactory(keys())
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(
                    "cannot use %s or %s: %s".formatted(AUTHORITY, KEY_STORE, e.getMessage()));
        }
    }

    private @Nullable TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        if (authority.isEmpty()) {
            return null;
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(authority))) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private @Nullable KeyManagerFactory keys() throws GeneralSecurityException, IOException {
        if (keyStore.isEmpty()) {
            return null;
        }
        char[] secret = keyStorePassword.value().toCharArray();
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(new File(keyStore), secret), secret);
        return factory;
    }

    private static void requireUri(String name, @Nullable Object value) {
        try {
            URI uri = URI.create(String.valueOf(value));
            if (uri.getHost() != null && Set.of("mqtt", "mqtts").contains(String.valueOf(uri.getScheme()))) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ConfigException(name, value, "expected mqtt://HOST[:PORT] or mqtts://HOST[:PORT]");
    }
}
