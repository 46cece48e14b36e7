package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import java.io.IOException;
import java.nio.file.Path;

/// Whether the protocol is the published one: the last value must score what it scores there.
///
/// @param dataset  where
/// @param mse      of the last value
/// @param mae      of the last value
record SelfCheck(Dataset dataset, double mse, double mae) {
    private static final double LAST_DIGIT = 0.5e-5;

    /// Checks the rows and the scaling of both ETT series.
    ///
    /// @throws IllegalStateException if a figure is not the published one
    static void passes(Path folder, Runner runner) throws IOException {
        new SelfCheck(Dataset.ETTH2, 0.40426, 0.33633).pass(folder, runner);
        new SelfCheck(Dataset.ETTM1, 0.09136, 0.18546).pass(folder, runner);
    }

    private void pass(Path folder, Runner runner) throws IOException {
        BacktestReport report = runner.run(dataset.read(folder),
                dataset.protocol(ForecasterOptions.DEFAULT.withExperts(ExpertKind.PERSISTENCE))
                        .withReport(Reported.COMBINED));
        accept(Figure.mse("persistence").in(report), Figure.mae("persistence").in(report));
    }

    /// @throws IllegalStateException if a figure is not the published one
    void accept(double measuredMse, double measuredMae) {
        if (!(Math.abs(measuredMse - mse) <= LAST_DIGIT && Math.abs(measuredMae - mae) <= LAST_DIGIT)) {
            throw new IllegalStateException(
                    "the protocol is off: on %s the last value must have MSE %.5f and MAE %.5f, got %.5f and %.5f"
                            .formatted(dataset.title(), mse, mae, measuredMse, measuredMae));
        }
    }
}
