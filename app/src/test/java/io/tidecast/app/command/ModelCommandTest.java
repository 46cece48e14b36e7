package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.model.io.Safetensors;
import io.tidecast.model.io.StateDict;
import io.tidecast.model.io.StoredTensor;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    @TempDir
    private Path directory;

    private final RecurrentNetwork network = new RecurrentNetwork(
            new NetworkOptions(new RecurrentOptions(new Gru(), 2, 3).withLayers(2), 1), new ScalarKernels());

    @BeforeEach
    void write() throws Exception {
        network.initialise(4);
        StateDict.of(network.parameters(), "", Map.of()).write(path("plain.safetensors"));
        Files.writeString(path("in.csv"), "a,b\n0.5,1\n-0.25,2\n0.125,-1\n");
    }

    @Test
    void runsAForeignNetworkOverASequenceFromAStateOfZero() throws Exception {
        assertTrue(ok("model", "run", "--weights", file("plain.safetensors"), "--input", file("in.csv"),
                "--output", file("out.csv")).contains("3 rows written"));
        NetworkTape tape = network.newTape(3, 1);
        network.forward(new float[]{0.5f, 1, -0.25f, 2, 0.125f, -1}, 0, 3, new float[network.stateSize(1)], 0,
                tape);
        var expected = new ArrayList<>(List.of("y0"));
        for (int i = 0; i < 3; i++) {
            expected.add(String.valueOf(tape.output()[i]));
        }
        assertEquals(expected, Files.readAllLines(path("out.csv")));
    }

    @Test
    void showsShapeAndTensorsAsJsonToo() throws Exception {
        var json = new ObjectMapper()
                .readTree(ok("model", "show", file("plain.safetensors"), "--output", "json"));
        assertEquals(network.parameters().size(), json.get("parameters").asInt());
        assertEquals("[9,2]", json.at("/tensors/rnn.weight_ih_l0").toString());
        assertEquals("safetensors", json.get("format").asText());
    }

    @Test
    void givesTheSameOutputsInEachFormat() throws Exception {
        ok("model", "import", file("plain.safetensors"), "--output", file("ours.safetensors"));
        ok("model", "export", file("ours.safetensors"), "--output", file("m.onnx"));
        ok("model", "convert", file("m.onnx"), "--output", file("back.safetensors"));
        for (String name : List.of("plain.safetensors", "ours.safetensors", "m.onnx", "back.safetensors")) {
            ok("model", "run", "--weights", file(name), "-i", file("in.csv"), "-o", file(name + ".csv"));
            assertEquals(Files.readAllLines(path("plain.safetensors.csv")),
                    Files.readAllLines(path(name + ".csv")), name);
        }
        assertEquals(Safetensors.read(path("plain.safetensors")).tensors(),
                Safetensors.read(path("back.safetensors")).tensors());
    }

    @Test
    void takesTheNamesOfAnotherModule() throws Exception {
        var renamed = new TreeMap<String, StoredTensor>();
        Safetensors.read(path("plain.safetensors")).tensors()
                .forEach((name, tensor) -> renamed.put(name.replace("rnn.", "encoder.gru.")
                        .replace("head.", "readout."), tensor));
        new Safetensors(renamed, new TreeMap<>()).write(path("torch.safetensors"));
        ok("model", "import", file("torch.safetensors"), "-o", file("ours.safetensors"));
        String shown = ok("model", "show", file("ours.safetensors"));
        assertTrue(shown.contains("cell: gru") && shown.contains("num_layers: 2")
                && shown.contains("  rnn.weight_hh_l1 [9, 3]"), shown);
    }

    @Test
    void trainsWeightsThatTheBacktestStartsFrom() throws Exception {
        var lines = new ArrayList<>(List.of("time,v"));
        for (int row = 0; row < 500; row++) {
            lines.add(Instant.ofEpochSecond(1_767_225_600L + 3600L * row) + "," + StrictMath.sin(row / 2.0));
        }
        Files.write(path("wave.csv"), lines);
        String[] model = {"--cell", "gru", "--hidden-size", "5"};
        String trained = ok("train", "--input", file("wave.csv"), "--rows", "0:400", "--epochs", "40",
                "--learning-rate", "0.005",
                "--weights", file("w.safetensors"), model[0], model[1], model[2], model[3]);
        assertTrue(trained.contains("weights written to"), trained);
        assertTrue(ok("model", "show", file("w.safetensors")).contains("tidecast.inputs: level,step,"));
        String weights = "model.weights=" + file("w.safetensors");
        double drawn = rnnMse(model);
        double learning = rnnMse(with(model, "--set", weights));
        double frozen = rnnMse(with(model, "--set", weights, "--set", "weights=frozen"));
        assertTrue(learning < drawn && frozen < drawn, drawn + " " + learning + " " + frozen);
        assertNotEquals(learning, frozen);
        assertRefused(2, "hidden_size must be 6, got 5", "backtest", "--input", file("wave.csv"), "--cell",
                "gru", "--hidden-size", "6", "--set", weights);
    }

    @Test
    void refusesWithOneLineWhatItCannotDo() throws Exception {
        assertRefused(3, "there is no such file", "model", "show", file("none.onnx"));
        assertRefused(2, "*.safetensors or *.onnx", "model", "show", file("in.csv"));
        assertRefused(2, "must be called *.safetensors", "model", "import", file("plain.safetensors"), "-o",
                file("x.onnx"));
        assertRefused(3, "must have 2 columns, as the network has inputs, got 1", "model", "run", "--weights",
                file("plain.safetensors"), "-i", file("in.csv"), "--columns", "a", "-o", file("o.csv"));
        Files.writeString(path("bad.csv"), "a,b\n1,2\n3,x\n");
        assertRefused(3, "bad.csv:3: expected a finite number in column 2, got 'x'", "model", "run",
                "--weights", file("plain.safetensors"), "-i", file("bad.csv"), "-o", file("o.csv"));
        Files.writeString(path("broken.safetensors"), "nonsense that is no header");
        assertRefused(3, "header's length", "model", "show", file("broken.safetensors"));
        assertRefused(2, "weights=frozen needs model.weights", "backtest", "--input", file("in.csv"),
                "--set", "weights=frozen");
        assertRefused(2, "model.weights=/no/such.file: there is no such file", "backtest", "--input",
                file("in.csv"), "--set", "model.weights=/no/such.file");
    }

    private double rnnMse(String... options) {
        var arguments = new ArrayList<>(List.of("backtest", "--input", file("wave.csv"), "--score-rows",
                "400:", "--output", "json"));
        arguments.addAll(List.of(options));
        String json = ok(arguments.toArray(String[]::new));
        String after = json.substring(json.indexOf("\"rnn\""));
        return Double.parseDouble(after.substring(after.indexOf("\"mse\" : ") + 8, after.indexOf(',')));
    }

    private static String[] with(String[] first, String... more) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String ok(String... arguments) {
        Outcome outcome = execute(arguments);
        assertEquals(0, outcome.code(), outcome.errors());
        return outcome.output();
    }

    private static void assertRefused(int code, String message, String... arguments) {
        Outcome outcome = execute(arguments);
        assertTrue(outcome.errors().contains(message), outcome.errors());
        assertEquals(code, outcome.code());
    }

    private record Outcome(int code, String output, String errors) {}

    private static Outcome execute(String... arguments) {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true)).execute(arguments);
        return new Outcome(code, output.toString(), errors.toString());
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private String file(String name) {
        return path(name).toString();
    }
}
