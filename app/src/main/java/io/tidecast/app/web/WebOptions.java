package io.tidecast.app.web;

import java.net.URI;

/// Where and how the web server answers.
///
/// @param host         interface to listen on; one that is not the loopback is open to the network
/// @param port         to listen on; 0: any free one
/// @param orAnyPort    whether any free port does where that one is taken
/// @param token        bearer token that every query must bring; empty: none
/// @param historyBytes heap for the newest forecasts of all series
public record WebOptions(String host, int port, boolean orAnyPort, String token, long historyBytes) {
    /// Port of metrics by default, as Prometheus' own exporters use it.
    public static final int DEFAULT_PORT = 9464;

    /// Where it answers on this machine.
    public URI address() {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://%s:%d".formatted(name, port));
    }

    /// Whether only this machine can reach it.
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
