package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.AdamW;
import io.tidecast.model.train.Optimizer;
import io.tidecast.model.train.RmsProp;
import io.tidecast.model.train.Sgd;
import java.util.function.Supplier;

/// Ten steps of each optimiser, also run in `double` by [DoublePrecision].
public final class OptimizerGoldens implements Supplier<String> {
    private final Kernels kernels;

    public OptimizerGoldens() {
        this(new ScalarKernels());
    }

    OptimizerGoldens(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String get() {
        var deviation = new Deviation();
        for (var golden : GoldenFile.read("trajectories")) {
            var optimizer = optimizer(golden.option("optimizer"));
            float[] w = golden.tensor("start").clone();
            float[][] moments = new float[optimizer.moments()][w.length];
            for (int t = 0; t < 10; t++) {
                optimizer.step(kernels, w, golden.tensor("gradient" + t), moments, t + 1,
                        optimizer.learningRate());
                deviation.compare("step " + t + " of " + golden, w, golden.tensor("w" + t));
            }
        }
        return deviation.toString();
    }

    private static Optimizer optimizer(String name) {
        var adam = Adam.DEFAULT.withLearningRate(0.125);
        return switch (name) {
            case "sgd" -> new Sgd(0.125);
            case "sgd-decay" -> new Sgd(0.125, 0, 0, false, 0.25);
            case "sgd-momentum" -> new Sgd(0.125, 0.9, 0, false, 0);
            case "sgd-dampened" -> new Sgd(0.125, 0.9, 0.25, false, 0.125);
            case "sgd-nesterov" -> new Sgd(0.125, 0.9, 0, true, 0);
            case "adam" -> adam;
            case "adam-decay" -> adam.withWeightDecay(0.25);
            case "adam-amsgrad" -> adam.withAmsgrad(true);
            case "adamw" -> new AdamW(adam, 0.25);
            case "adamw-amsgrad" -> new AdamW(adam.withAmsgrad(true), 0.25);
            case "rmsprop" -> RmsProp.DEFAULT.withLearningRate(0.0625);
            case "rmsprop-momentum" -> new RmsProp(0.0625, 0.99, 1e-8, 0.25, 0.9, false);
            case "rmsprop-centered" -> new RmsProp(0.0625, 0.9, 1e-8, 0, 0, true);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
