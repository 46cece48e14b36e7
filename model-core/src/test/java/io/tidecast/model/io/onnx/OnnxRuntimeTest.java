package io.tidecast.model.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.tidecast.model.io.Networks;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// onnxruntime is the referee of what is exported.
class OnnxRuntimeTest {
    /// Values are at most about 1 and pass through at most some 60 sums of 8 terms, each rounded at 6e-8.
    private static final float TOLERANCE = 1e-6f;

    @ParameterizedTest
    @MethodSource("io.tidecast.model.io.onnx.Configurations#all")
    void onnxruntimeComputesTheSameFromAZeroState(RecurrentNetwork network) throws OrtException {
        byte[] model = OnnxWriter.toBytes(network, InitialState.ZERO);
        for (int[] size : List.of(new int[]{6, 1}, new int[]{1, 4}, new int[]{5, 3})) {
            int batch = size[1];
            float[] x = Networks.noise(size[0] * batch * 3, new Random(42));
            float[] state = new float[network.stateSize(batch)];
            float[] ours = Networks.run(network, x, size[0], batch, state);
            assertArrayEquals(ours, theirs(model, Map.of("x", tensor(x, size[0], batch, 3))), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.io.onnx.Configurations#all")
    void onnxruntimeComputesTheSameFromAGivenState(RecurrentNetwork network) throws OrtException {
        byte[] model = OnnxWriter.toBytes(network, InitialState.INPUT);
        float[] x = Networks.noise(4 * 2 * 3, new Random(43));
        float[] state = Networks.noise(network.stateSize(2), new Random(44));
        var recurrent = network.options().recurrent();
        int layers = recurrent.layers() * recurrent.directions();
        int part = layers * 2 * 5;
        var inputs = new LinkedHashMap<String, OnnxTensor>();
        inputs.put("x", tensor(x, 4, 2, 3));
        inputs.put("h_0", tensor(Arrays.copyOf(state, part), layers, 2, 5));
        if (state.length > part) {
            inputs.put("c_0", tensor(Arrays.copyOfRange(state, part, 2 * part), layers, 2, 5));
        }
        assertArrayEquals(Networks.run(network, x, 4, 2, state), theirs(model, inputs), TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.io.onnx.Configurations#all")
    void theSameNetworkGivesTheSameBytes(RecurrentNetwork network) {
        byte[] bytes = OnnxWriter.toBytes(network, InitialState.INPUT);
        assertArrayEquals(bytes, OnnxWriter.toBytes(network, InitialState.INPUT));
    }

    private static OnnxTensor tensor(float[] values, long... shape) throws OrtException {
        return OnnxTensor
                .createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
    }

    /// All outputs, one after the other: `y`, `h_n` and perhaps `c_n`.
    private static float[] theirs(byte[] model, Map<String, OnnxTensor> inputs) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (var session = OrtEnvironment.getEnvironment().createSession(model, options);
                    var result = session.run(inputs)) {
                var values = new ArrayList<Float>();
                result.forEach(output -> addAll((OnnxTensor) output.getValue(), values));
                var array = new float[values.size()];
                for (int i = 0; i < array.length; i++) {
                    array[i] = values.get(i);
                }
                return array;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static void addAll(OnnxTensor tensor, List<Float> values) {
        var buffer = tensor.getFloatBuffer();
        while (buffer.hasRemaining()) {
            values.add(buffer.get());
        }
    }
}
