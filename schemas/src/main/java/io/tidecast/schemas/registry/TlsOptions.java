package io.tidecast.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Certificates of a TLS client.
///
/// @param trustStore          file of the trusted certificates (PKCS12 or JKS); empty: those of the platform
/// @param trustStorePassword  its password; empty: none
/// @param keyStore            file of the client's own certificate and key; empty: none
/// @param keyStorePassword    password of that file and its key
public record TlsOptions(String trustStore, String trustStorePassword, String keyStore,
        String keyStorePassword) {
    /// What the platform trusts, and no certificate of our own.
    public static final TlsOptions PLATFORM = new TlsOptions("", "", "", "");

    /// The context of connections with these certificates.
    ///
    /// @throws IllegalArgumentException if a file cannot be read or used
    SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), trustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS of the schema registry: " + e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
        if (keyStore.isEmpty()) {
            return null;
        }
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load("schema.registry.ssl.keystore.location", keyStore, keyStorePassword),
                keyStorePassword.toCharArray());
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trustManagers() throws GeneralSecurityException {
        if (trustStore.isEmpty()) {
            return null;
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load("schema.registry.ssl.truststore.location", trustStore, trustStorePassword));
        return factory.getTrustManagers();
    }

    private static KeyStore load(String key, String file, String password) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            // Reads PKCS12 and JKS alike.
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(in, password.isEmpty() ? null : password.toCharArray());
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s=%s cannot be read: %s".formatted(key, file, e.getMessage()),
                    e);
        }
    }

    /// Without the passwords.
    @Override
    public String toString() {
        return "truststore=%s, keystore=%s".formatted(trustStore, keyStore);
    }
}
