package io.tidecast.app.model;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.connectors.csv.NumberTable;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a network over the rows of a CSV file, one sequence from a state of zero.
public final class SequenceRun {
    private SequenceRun() {}

    /// Writes the network's outputs, one row for each that its head gives, under the columns `y0`, `y1`, ...
    ///
    /// @return the rows written
    public static int run(RecurrentNetwork network, NumberTable inputs, Path output) {
        int inputSize = network.options().inputSize();
        if (inputs.columns() != inputSize) {
            throw new CommandFailure(ExitCode.INPUT,
                    "the input must have %d columns, as the network has inputs, got %d"
                            .formatted(inputSize, inputs.columns()));
        }
        if (inputs.rows() == 0) {
            throw new CommandFailure(ExitCode.INPUT, "the input must have at least one row, got none");
        }
        NetworkTape tape = network.newTape(inputs.rows(), 1);
        network.forward(inputs.values(), 0, inputs.rows(), new float[network.stateSize(1)], 0, tape);
        write(output, tape.output(), tape.rows(), network.options().outputSize());
        return tape.rows();
    }

    private static void write(Path file, float[] y, int rows, int columns) {
        try (SequenceWriter csv = CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                .build().writer().writeValues(Files.newBufferedWriter(file))) {
            csv.write(IntStream.range(0, columns).mapToObj(i -> "y" + i).toList());
            for (int row = 0; row < rows; row++) {
                float[] values = Arrays.copyOfRange(y, row * columns, (row + 1) * columns);
                List<String> cells = IntStream.range(0, columns).mapToObj(i -> String.valueOf(values[i]))
                        .toList();
                csv.write(cells);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot write %s: %s".formatted(file, e), e);
        }
    }
}
