package io.tidecast.model.io.onnx;

import io.tidecast.model.io.Networks;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.stream.Stream;

/// Networks of every kind that ONNX can express.
final class Configurations {
    private static final List<Cell> CELLS = List.of(
            new ElmanRnn(), new ElmanRnn(Activation.RELU), new ElmanRnn(Activation.SIGMOID),
            new Gru(), new Lstm(), new Lstm(true));

    /// Of networks with one, two and three layers.
    private static final List<Head> HEADS = List.of(Head.EVERY_STEP, Head.LAST_STEP, Head.NONE);

    private Configurations() {}

    static Stream<RecurrentNetwork> all() {
        return CELLS.stream().flatMap(
                cell -> Stream.of(1, 2, 3).flatMap(
                        layers -> Stream.of(true, false).flatMap(
                                bias -> Stream.of(true, false)
                                        .map(both -> network(cell, layers, bias, both)))));
    }

    private static RecurrentNetwork network(Cell cell, int layers, boolean bias, boolean bidirectional) {
        var recurrent = new RecurrentOptions(cell, 3, 5).withLayers(layers).withBias(bias)
                .withBidirectional(bidirectional);
        var head = HEADS.get(layers - 1);
        int outputs = head == Head.NONE ? recurrent.outputSize() : 2;
        // In one direction the head's bias is there when the others are not.
        var options = new NetworkOptions(recurrent, outputs).withHead(head)
                .withHeadBias(head == Head.NONE || bias == bidirectional);
        return Networks.seeded(options, 7 + layers);
    }
}
