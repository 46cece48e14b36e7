package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.FeedForward;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Nets with each activation, also run in `double` by [DoublePrecision].
public final class FeedForwardGoldens implements Supplier<String> {
    private final Kernels kernels;

    public FeedForwardGoldens() {
        this(new ScalarKernels());
    }

    FeedForwardGoldens(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String get() {
        var deviation = new Deviation();
        for (var golden : GoldenFile.read("feed-forward")) {
            var activation = Activation.valueOf(golden.option("activation").toUpperCase(Locale.ROOT));
            boolean last = golden.option("last").equals("True");
            var net = new FeedForward(List.of(3, 5, 4, 2), activation, last, 4, kernels);
            var parameters = net.parameters();
            parameters.slices().forEach(slice -> parameters.set(slice, golden.tensor(slice.name())));
            deviation.compare("y of " + golden, net.forward(golden.tensor("x")), golden.tensor("y"));
            deviation.compare("grad:x of " + golden, net.backward(golden.tensor("dy")),
                    golden.tensor("grad:x"));
            float[] gradients = parameters.gather(parameters.gradients());
            int offset = 0;
            for (var slice : parameters.slices()) {
                deviation.compare(slice.name() + " of " + golden,
                        Arrays.copyOfRange(gradients, offset, offset + slice.size()),
                        golden.tensor("grad:" + slice.name()));
                offset += slice.size();
            }
        }
        return deviation.toString();
    }
}
