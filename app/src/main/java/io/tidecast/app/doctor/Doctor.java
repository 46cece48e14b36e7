package io.tidecast.app.doctor;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.kafka.StartCheck;
import io.tidecast.topology.ForecastOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/// All checks of a configuration, one after the other: what one finds, or fails of, keeps none of the others from looking. Changes nothing.
public final class Doctor {
    private final TidecastConfig config;
    private final String arguments;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(TidecastConfig config, String arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /// Looks at everything.
    ///
    /// @param arguments how other commands are told the same configuration
    public static List<Finding> examine(TidecastConfig config, String arguments) {
        var doctor = new Doctor(config, arguments);
        doctor.examine();
        return doctor.findings;
    }

    private void examine() {
        ForecastOptions options = config.forecastOptions();
        var machine = new MachineCheck(config);
        check("java", machine::java);
        check("memory", machine::memory);
        check("state", machine::state);
        check("formats", () -> {
            Pipeline.prepareFormats(options);
            return List.of(Finding.ok("formats", "readings are %s, forecasts are %s".formatted(
                    options.readingsFormat(), options.forecastsFormat())));
        });
        try (var cluster = Cluster.connect(config.adminProperties())) {
            var brokers = new BrokerCheck(cluster);
            if (!check("brokers", brokers::reachable)) {
                return;
            }
            check("brokers", brokers::version);
            check("topics", () -> start(cluster));
            check("topics", new TopicCheck(cluster, config)::settings);
            var access = new AccessCheck(cluster, config);
            check("permissions", access::permissions);
            check("group", access::group);
            check("clock", new ClockCheck(cluster, options)::skew);
        } catch (CommandFailure e) {
            findings.add(Finding.error("brokers", String.valueOf(e.getMessage())));
        }
    }

    /// @return whether it could look and found no error
    private boolean check(String name, Supplier<List<Finding>> check) {
        List<Finding> found;
        try {
            found = check.get();
        } catch (CommandFailure | KafkaException e) {
            found = List.of(Finding.error(name, String.valueOf(e.getMessage())));
        }
        findings.addAll(found);
        return found.stream().noneMatch(finding -> finding.level() == Finding.Level.ERROR);
    }

    private List<Finding> start(Cluster cluster) {
        List<Finding> wrong = StartCheck.of(cluster, config.forecastOptions(), config.streamsProperties())
                .findings(arguments);
        return wrong.isEmpty()
                ? List.of(Finding.ok("topics", "topics, partitions and record sizes fit"))
                : wrong;
    }
}
