package io.tidecast.app.broker;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A broker in this process for the tests of a class.
public final class TestBroker implements BeforeAllCallback, AfterAllCallback {
    private @Nullable WorkDirectory directory;
    private @Nullable BrokerServer server;
    private String address = "";

    /// Host and port.
    public String address() {
        return address;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        directory = WorkDirectory.open(null);
        BrokerPorts ports = BrokerPorts.free(0);
        server = BrokerServer.start(directory.path(), ports);
        address = BrokerServer.address(ports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        requireNonNull(server).close();
        requireNonNull(directory).close();
    }
}
