package io.tidecast.model.io.onnx;

import io.tidecast.model.io.Networks;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.stream.Stream;

/// Networks of every kind that ONNX can express.
final class Configurations {
    private static final List<Cell> CELLS = List.of(
            new ElmanRnn(), new ElmanRnn(ElmanRnn.Nonlinearity.RELU), new Gru(), new Lstm(), new Lstm(true));

    private Configurations() {}

    static Stream<RecurrentNetwork> all() {
        return CELLS.stream().flatMap(
                cell -> Stream.of(1, 2, 3).flatMap(
                        layers -> Stream.of(true, false).map(bias -> network(cell, layers, bias))));
    }

    private static RecurrentNetwork network(Cell cell, int layers, boolean bias) {
        var recurrent = new RecurrentOptions(cell, 3, 5).withLayers(layers).withBias(bias);
        // With three layers the head's bias is there when the others are not.
        return Networks.seeded(recurrent, 2, bias == (layers < 3), 7 + layers);
    }
}
