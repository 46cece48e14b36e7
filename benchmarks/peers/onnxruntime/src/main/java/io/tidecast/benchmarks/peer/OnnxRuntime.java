package io.tidecast.benchmarks.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidecast.benchmarks.Comparison;
import io.tidecast.benchmarks.Learner;
import io.tidecast.benchmarks.Peer;
import io.tidecast.benchmarks.Shape;
import io.tidecast.model.io.onnx.InitialState;
import io.tidecast.model.io.onnx.OnnxWriter;
import io.tidecast.model.kernel.Kernels;
import java.nio.FloatBuffer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime, which runs the very network; it does not learn.
public final class OnnxRuntime implements Peer {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

    public static void main(String[] args) throws IOException {
        new Comparison(new OnnxRuntime(), System.out).run(Comparison.SHAPES);
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public @Nullable Runnable update(Shape shape) {
        return null;
    }

    @Override
    public Runnable step(Shape shape) {
        var network = new Learner(shape, Kernels.fastest()).network();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            var session = environment.createSession(OnnxWriter.toBytes(network, InitialState.ZERO), options);
            String input = session.getInputNames().iterator().next();
            var values = FloatBuffer.allocate(shape.batch() * shape.inputs());
            long[] size = {1, shape.batch(), shape.inputs()};
            return () -> run(session, input, values, size);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(OrtSession session, String input, FloatBuffer values, long[] size) {
        try (var x = OnnxTensor.createTensor(environment, values.rewind(), size);
                var _ = session.run(Map.of(input, x))) {
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
