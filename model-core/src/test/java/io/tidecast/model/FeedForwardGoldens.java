package io.tidecast.model;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.FeedForward;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Nets with each activation, also run in `double` by [DoublePrecision].
public final class FeedForwardGoldens implements Supplier<String> {

    @Override
    public String get() {
        var deviation = new Deviation();
        for (var golden : GoldenFile.read("feed-forward")) {
            var activation = Activation.valueOf(golden.option("activation").toUpperCase(Locale.ROOT));
            boolean last = golden.option("last").equals("True");
            var net = new FeedForward(List.of(3, 5, 4, 2), activation, last, 4, new ScalarKernels());
            var parameters = net.parameters();
            parameters.slices().forEach(slice -> parameters.set(slice, golden.tensor(slice.name())));
            deviation.compare("y of " + golden, net.forward(golden.tensor("x")), golden.tensor("y"));
            deviation.compare("grad:x of " + golden, net.backward(golden.tensor("dy")),
                    golden.tensor("grad:x"));
            for (var slice : parameters.slices()) {
                float[] got = Arrays
                        .copyOfRange(parameters.gradients(), slice.offset(), slice.offset() + slice.size());
                deviation.compare(slice.name() + " of " + golden, got, golden.tensor("grad:" + slice.name()));
            }
        }
        return deviation.toString();
    }
}
