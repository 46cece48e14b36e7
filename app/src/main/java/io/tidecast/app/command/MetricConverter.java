package io.tidecast.app.command;

import io.tidecast.app.tune.Metric;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `mse`, `mae` or `interval-score`.
final class MetricConverter implements ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
        return Arrays.stream(Metric.values()).filter(metric -> metric.toString().equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected mse, mae or interval-score, got '" + text + "'"));
    }
}
