package io.tidecast.app.command;

import picocli.CommandLine.IVersionProvider;

/// The version in the jar's manifest.
public final class Version implements IVersionProvider {
    /// Such as `0.1.0`; `development` when it runs from class files.
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[]{"tidecast " + text() + " (Java " + Runtime.version() + ")"};
    }
}
