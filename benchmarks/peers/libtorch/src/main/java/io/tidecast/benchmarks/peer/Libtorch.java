package io.tidecast.benchmarks.peer;

import io.tidecast.benchmarks.CellName;
import io.tidecast.benchmarks.Comparison;
import io.tidecast.benchmarks.Peer;
import io.tidecast.benchmarks.Shape;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// PyTorch's C++ library through the Java binding of bytedeco.
public final class Libtorch implements Peer {

    public static void main(String[] args) throws IOException {
        torch.set_num_threads(1);
        new Comparison(new Libtorch(), System.out).run(Comparison.SHAPES);
    }

    @Override
    public String name() {
        return "libtorch 2.10.0";
    }

    @Override
    public Runnable update(Shape shape) {
        var network = new Network(shape);
        var optimizer = new Adam(network.parameters(), new AdamOptions(1e-5));
        TensorVector parameters = network.parameters();
        Tensor x = normal(shape.window(), shape.batch(), shape.inputs());
        Tensor target = normal(shape.window(), shape.batch(), 1);
        return () -> {
            try (var _ = new PointerScope()) {
                optimizer.zero_grad();
                torch.mse_loss(network.forward(x), target).backward();
                torch.clip_grad_norm_(parameters, 1.0);
                optimizer.step();
            }
        };
    }

    @Override
    public Runnable step(Shape shape) {
        var network = new Network(shape);
        Tensor x = normal(1, shape.batch(), shape.inputs());
        return () -> {
            try (var _ = new PointerScope(); var _ = new NoGradGuard()) {
                network.forward(x);
            }
        };
    }

    /// A recurrent layer and a linear head.
    private static final class Network {
        private final Module recurrent;
        private final UnaryOperator<Tensor> layer;
        private final LinearImpl head;

        Network(Shape shape) {
            if (shape.cell() == CellName.LSTM) {
                var lstm = new LSTMImpl(shape.inputs(), shape.hidden());
                recurrent = lstm;
                layer = x -> lstm.forward(x).get0();
            } else {
                var gru = new GRUImpl(shape.inputs(), shape.hidden());
                recurrent = gru;
                layer = x -> gru.forward(x).get0();
            }
            head = new LinearImpl(shape.hidden(), 1);
        }

        Tensor forward(Tensor x) {
            return head.forward(layer.apply(x));
        }

        TensorVector parameters() {
            var all = new TensorVector();
            for (Module module : new Module[]{recurrent, head}) {
                TensorVector own = module.parameters();
                for (long i = 0; i < own.size(); i++) {
                    all.push_back(own.get(i));
                }
            }
            return all;
        }
    }

    private static Tensor normal(long... shape) {
        var random = new java.util.Random(1);
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return torch.from_blob(new FloatPointer(values), shape).clone();
    }
}
