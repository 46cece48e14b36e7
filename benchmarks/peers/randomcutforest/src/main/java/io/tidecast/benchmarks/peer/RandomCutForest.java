package io.tidecast.benchmarks.peer;

import com.amazon.randomcutforest.config.ForestMode;
import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.RCFCaster;
import com.amazon.randomcutforest.parkservices.config.Calibration;
import com.amazon.randomcutforest.parkservices.state.RCFCasterMapper;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.benchmarks.JsonReport;
import io.tidecast.benchmarks.Machine;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The forecaster against the RCFCaster of AWS's random cut forests: next-step forecasts of the same series, reading by reading.
///
/// 50 trees of 256 samples over the last 8 readings, the numbers of the library's own example.
public final class RandomCutForest {
    private static final int SHINGLE = 8;
    private static final long INTERVAL_MILLIS = 600_000;
    private static final int RUNS = 3;
    private static final String ROW = "%-42s %-14s %12s %12s %12s %12s%n";

    private final JsonReport report = new JsonReport("RCFCaster");
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /// Forecasts the next reading.
    private interface Model {
        /// Takes a reading, returns the forecast of the next one; NaN while it has none.
        double step(long time, double value);

        /// Bytes of what it has to remember.
        long stateBytes() throws IOException;
    }

    /// Compares on each file.
    ///
    /// @param args files, CSV with a header, the value in the last column, plain or gzip
    public static void main(String[] args) throws IOException {
        Machine machine = Machine.here();
        var comparison = new RandomCutForest();
        System.out.printf(ROW, "series", "model", "records/s", "MAE", "MSE", "state bytes");
        for (String file : args) {
            double[] values = LastColumn.read(Path.of(file));
            String series = Path.of(file).getFileName().toString();
            comparison.run(series, "Tidecast", values, () -> new Tidecast(ForecasterOptions.DEFAULT));
            for (int hidden : new int[]{16, 8}) {
                var network = ForecasterOptions.DEFAULT.network();
                var options = ForecasterOptions.DEFAULT.withNetwork(network.with(network.cell(), hidden));
                comparison.run(series, "Tidecast H=" + hidden, values, () -> new Tidecast(options));
            }
            comparison.run(series, "RCFCaster", values, Caster::new);
        }
        System.out.println(machine);
        comparison.report.write(machine);
    }

    private void run(String series, String name, double[] values, Supplier<Model> models) throws IOException {
        double fastest = 0;
        double absolute = 0;
        double squared = 0;
        long bytes = 0;
        for (int run = 0; run < RUNS; run++) {
            Model model = models.get();
            double[] forecasts = new double[values.length];
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < values.length; i++) {
                forecasts[i] = model.step(i * INTERVAL_MILLIS, values[i]);
            }
            fastest = Math.max(fastest, values.length * 1e9 / (threads.getCurrentThreadCpuTime() - start));
            bytes = model.stateBytes();
            absolute = 0;
            squared = 0;
            // The first tenth is left to both for learning.
            int first = values.length / 10;
            for (int i = first; i + 1 < values.length; i++) {
                double error = values[i + 1] - (Double.isNaN(forecasts[i]) ? values[i] : forecasts[i]);
                absolute += Math.abs(error) / (values.length - 1 - first);
                squared += error * error / (values.length - 1 - first);
            }
        }
        System.out.printf(ROW, series, name, "%.0f".formatted(fastest), "%.5g".formatted(absolute),
                "%.5g".formatted(squared), bytes);
        report.add("series", series, "model", name, "recordsPerSecond", fastest, "mae", absolute, "mse", squared,
                "stateBytes", bytes);
    }

    private static final class Tidecast implements Model {
        private final Forecaster forecaster;

        Tidecast(ForecasterOptions options) {
            forecaster = new Forecaster(options);
        }

        @Override
        public double step(long time, double value) {
            var forecast = forecaster.step(new Reading(time, value));
            return forecast == null ? Double.NaN : forecast.value();
        }

        @Override
        public long stateBytes() {
            return forecaster.byteSize();
        }
    }

    private static final class Caster implements Model {
        private final RCFCaster caster = RCFCaster.builder().dimensions(SHINGLE).shingleSize(SHINGLE)
                .numberOfTrees(50)
                .sampleSize(256).forecastHorizon(1).calibration(Calibration.SIMPLE).randomSeed(1)
                .internalShinglingEnabled(true).forestMode(ForestMode.STANDARD)
                .transformMethod(TransformMethod.NORMALIZE).build();

        @Override
        public double step(long time, double value) {
            var descriptor = caster.process(new double[]{value}, time);
            return descriptor.getTimedForecast() == null
                    ? Double.NaN
                    : descriptor.getTimedForecast().rangeVector.values[0];
        }

        @Override
        public long stateBytes() throws IOException {
            return new ObjectMapper().writeValueAsBytes(new RCFCasterMapper().toState(caster)).length;
        }
    }
}
