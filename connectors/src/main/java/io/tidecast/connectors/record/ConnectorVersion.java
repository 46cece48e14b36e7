package io.tidecast.connectors.record;

/// The version that every connector of this module gives: the module's own, from its jar.
public final class ConnectorVersion {
    private ConnectorVersion() {}

    /// Its text; `unpackaged` outside of a jar.
    public static String text() {
        String version = ConnectorVersion.class.getPackage().getImplementationVersion();
        return version != null ? version : "unpackaged";
    }
}
