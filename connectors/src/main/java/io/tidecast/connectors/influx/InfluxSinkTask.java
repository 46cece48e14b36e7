package io.tidecast.connectors.influx;

import io.tidecast.connectors.record.ConnectorVersion;
import io.tidecast.connectors.record.ForecastRecords;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Forecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/// Writes a batch and returns when the server has taken all of it.
public final class InfluxSinkTask extends SinkTask {
    private record Target(InfluxWriter writer, RecordCodec<Forecast> codec, ForecastLines lines,
            ForecastRecords records, int batchLines) {}

    private @Nullable Target target;

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> properties) {
        InfluxOptions options = InfluxOptions.of(properties);
        target = new Target(new InfluxWriter(options), RecordCodec.forecasts(options.format()),
                new ForecastLines(options.measurement(), options.actual()), new ForecastRecords(context),
                options.batchLines());
    }

    @Override
    public void put(Collection<SinkRecord> batch) {
        Target open = target;
        if (open == null) {
            return;
        }
        List<String> lines = lines(open, batch);
        try {
            for (int from = 0; from < lines.size(); from += open.batchLines()) {
                open.writer().write(lines.subList(from, Math.min(lines.size(), from + open.batchLines())));
            }
        } catch (InfluxWriter.BusyException e) {
            context.timeout(Duration.ofSeconds(e.retryAfterSeconds()).toMillis());
            throw e;
        }
    }

    private static List<String> lines(Target open, Collection<SinkRecord> batch) {
        var lines = new ArrayList<String>();
        for (SinkRecord record : batch) {
            try {
                lines.addAll(open.lines().of(ForecastRecords.forecast(open.codec(), record)));
            } catch (DataException e) {
                open.records().report(record, e);
            }
        }
        return lines;
    }

    @Override
    public void stop() {
        if (target != null) {
            target.writer().close();
        }
    }
}
