package io.tidecast.benchmarks.peer;

import io.tidecast.benchmarks.CellName;
import io.tidecast.benchmarks.Comparison;
import io.tidecast.benchmarks.Peer;
import io.tidecast.benchmarks.Shape;
import java.io.IOException;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// Deeplearning4j on its native CPU backend. It has no GRU, and clips each layer's gradient by itself.
public final class Deeplearning4j implements Peer {

    public static void main(String[] args) throws IOException {
        new Comparison(new Deeplearning4j(), System.out).run(Comparison.SHAPES);
    }

    @Override
    public String name() {
        return "Deeplearning4j 1.0.0-M2.1";
    }

    @Override
    public @Nullable Runnable update(Shape shape) {
        if (shape.cell() != CellName.LSTM) {
            return null;
        }
        var network = network(shape);
        var x = Nd4j.randn(shape.batch(), shape.inputs(), shape.window());
        var target = Nd4j.randn(shape.batch(), 1, shape.window());
        return () -> network.fit(x, target);
    }

    @Override
    public @Nullable Runnable step(Shape shape) {
        if (shape.cell() != CellName.LSTM) {
            return null;
        }
        var network = network(shape);
        var x = Nd4j.randn(shape.batch(), shape.inputs(), 1);
        return () -> network.rnnTimeStep(x);
    }

    private static MultiLayerNetwork network(Shape shape) {
        var configuration = new NeuralNetConfiguration.Builder().updater(new Adam(1e-5))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1).list()
                .layer(new LSTM.Builder().nIn(shape.inputs()).nOut(shape.hidden()).activation(Activation.TANH)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE).nIn(shape.hidden()).nOut(1)
                        .activation(Activation.IDENTITY).build())
                .build();
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
