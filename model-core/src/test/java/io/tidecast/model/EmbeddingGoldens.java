package io.tidecast.model;

import io.tidecast.model.nn.Embedding;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Parameters;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Every option of the embedding, also run in `double` by [DoublePrecision].
public final class EmbeddingGoldens implements Supplier<String> {
    private static final int COUNT = 6;
    private static final int SIZE = 3;

    @Override
    public String get() {
        var deviation = new Deviation();
        for (var golden : GoldenFile.read("embeddings")) {
            String kind = golden.option("kind");
            var options = new EmbeddingOptions(
                    COUNT, SIZE, kind.equals("padded") ? OptionalInt.of(2) : OptionalInt.empty(),
                    kind.equals("short") ? 0.75 : Double.POSITIVE_INFINITY, kind.equals("scaled"));
            var layout = new Parameters.Layout();
            var embedding = new Embedding(options, layout, "");
            var parameters = layout.allocate();
            parameters.set(parameters.slice("weight"), golden.tensor("weight"));
            float[] x = golden.tensor("x");
            float[] y = new float[x.length * SIZE];
            embedding.forward(parameters.values(), x, 0, 1, y, 0, options.size(), x.length);
            embedding.backward(
                    parameters.gradients(), x, 0, 1, golden.tensor("dy"), 0, options.size(), x.length);
            deviation.compare("y " + golden, y, golden.tensor("y"));
            deviation.compare("after " + golden, parameters.values(), golden.tensor("after"));
            deviation.compare("grad " + golden, parameters.gradients(), golden.tensor("grad"));
        }
        return deviation.toString();
    }
}
