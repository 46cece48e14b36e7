package io.tidecast.schemas.registry;

/// Where the schema registry is, and how to show who asks.
///
/// @param url       base of the Confluent protocol, such as `http://registry:8080/apis/ccompat/v7`; empty: there is none
/// @param userInfo  `user:password` of basic authentication; empty: none
/// @param tls       trusted and own certificates
public record RegistryOptions(String url, String userInfo, TlsOptions tls) {
    /// No registry.
    public static final RegistryOptions NONE = new RegistryOptions("", "", TlsOptions.PLATFORM);

    /// Whether there is a registry.
    public boolean isGiven() {
        return !url.isEmpty();
    }

    /// A client of the registry. Connects when it is first used.
    ///
    /// @throws IllegalArgumentException if there is none, or the options cannot be used
    public SchemaRegistry client() {
        if (!isGiven()) {
            throw new IllegalArgumentException(
                    "the format avro-confluent needs a schema registry: set schema.registry.url, such as"
                            + " http://registry:8080/apis/ccompat/v7");
        }
        return new HttpSchemaRegistry(this);
    }

    /// Without the password.
    @Override
    public String toString() {
        return url;
    }
}
