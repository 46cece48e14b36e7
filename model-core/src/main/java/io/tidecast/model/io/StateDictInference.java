package io.tidecast.model.io;

import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells a network from the names and shapes of a PyTorch `state_dict`: one recurrent module, known by its `weight_ih_l0`, at
/// most one linear layer, known by inputs as wide as the module's outputs, and at most one embedding, known by its name and by
/// vectors as wide as the module's inputs.
///
/// What a `state_dict` does not say is assumed: an Elman network has tanh, and a linear layer sees every step.
public final class StateDictInference {
    private final Map<String, List<Integer>> shapes;
    private final String prefix;
    private final RecurrentOptions recurrent;
    private @Nullable String head;
    private @Nullable String embedding;

    /// @param shapes the tensors' shapes by name
    /// @throws ModelFormatException when they are not those of a network that can be built
    public StateDictInference(Map<String, List<Integer>> shapes) throws ModelFormatException {
        this.shapes = Map.copyOf(shapes);
        prefix = onePrefix();
        recurrent = recurrent();
        for (String name : new TreeSet<>(shapes.keySet())) {
            if (!isRecurrent(name)) {
                assign(name);
            }
        }
    }

    /// The network's options.
    public NetworkOptions options() {
        int outputs = head == null ? recurrent.outputSize() : dimension(head + "weight", 0);
        var options = new NetworkOptions(recurrent, outputs);
        if (head == null) {
            options = options.withHead(Head.NONE);
        } else {
            options = options.withHeadBias(shapes.containsKey(head + "bias"));
        }
        if (embedding != null) {
            options = options.withEmbedding(
                    new EmbeddingOptions(dimension(embedding + "weight", 0), recurrent.inputSize()));
        }
        return options;
    }

    /// The name that the network of [#options] gives to a tensor of the `state_dict`.
    public String ourName(String name) {
        if (isRecurrent(name)) {
            return "rnn." + name.substring(prefix.length());
        }
        String module = name.substring(0, name.lastIndexOf('.') + 1);
        return (module.equals(head) ? "head." : "embedding.") + name.substring(module.length());
    }

    private String onePrefix() throws ModelFormatException {
        var found = shapes.keySet().stream().filter(name -> name.endsWith("weight_ih_l0")).toList();
        if (found.size() != 1) {
            throw new ModelFormatException(
                    "there must be one recurrent module, known by its weight_ih_l0, got %s"
                            .formatted(shapes.keySet()));
        }
        return found.getFirst().substring(0, found.getFirst().length() - "weight_ih_l0".length());
    }

    private RecurrentOptions recurrent() throws ModelFormatException {
        int layers = 0;
        while (shapes.containsKey(prefix + "weight_ih_l" + layers)) {
            layers++;
        }
        for (String name : new String[]{"weight_ih_l0", "weight_hh_l0"}) {
            requireMatrix(prefix + name);
        }
        boolean projected = shapes.containsKey(prefix + "weight_hr_l0");
        if (projected) {
            requireMatrix(prefix + "weight_hr_l0");
        }
        int state = dimension(prefix + "weight_hh_l0", 1);
        int hidden = projected ? dimension(prefix + "weight_hr_l0", 1) : state;
        int rows = dimension(prefix + "weight_hh_l0", 0);
        try {
            return new RecurrentOptions(
                    cell(rows, hidden), dimension(prefix + "weight_ih_l0", 1), hidden, layers,
                    shapes.containsKey(prefix + "bias_ih_l0"),
                    shapes.containsKey(prefix + "weight_ih_l0_reverse"), 0, projected ? state : 0);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    "the tensors must be those of a network: " + e.getMessage(), e);
        }
    }

    private Cell cell(int rows, int hidden) throws ModelFormatException {
        if (hidden > 0 && rows % hidden == 0) {
            switch (rows / hidden) {
                case 1 -> {
                    return new ElmanRnn();
                }
                case 3 -> {
                    return new Gru();
                }
                case 4 -> {
                    return new Lstm(shapes.containsKey(prefix + "weight_peephole_l0"));
                }
                default -> {
                    // Refused below.
                }
            }
        }
        throw new ModelFormatException(
                "%sweight_hh_l0 must have 1, 3 or 4 rows for each of %d hidden units, got %d"
                        .formatted(prefix, hidden, rows));
    }

    /// Takes a tensor that is not the recurrent module's.
    private void assign(String name) throws ModelFormatException {
        String module = name.substring(0, name.lastIndexOf('.') + 1);
        if (name.equals(module + "weight") && shape(name).size() == 2) {
            if (embedding == null && dimension(name, 1) == recurrent.inputSize() && module.contains("emb")) {
                embedding = module;
                return;
            }
            if (head == null && dimension(name, 1) == recurrent.outputSize()) {
                head = module;
                return;
            }
        }
        if (name.equals(module + "bias") && shapes.containsKey(module + "weight")) {
            return;
        }
        throw new ModelFormatException(
                "beside %s there may be an embedding and a linear layer of %d inputs, got %s of shape %s"
                        .formatted(prefix + "*", recurrent.outputSize(), name, shape(name)));
    }

    private boolean isRecurrent(String name) {
        return name.startsWith(prefix + "weight_") || name.startsWith(prefix + "bias_");
    }

    private void requireMatrix(String name) throws ModelFormatException {
        if (!shapes.containsKey(name) || shape(name).size() != 2) {
            throw new ModelFormatException(name + " must be a matrix, got " + shapes.get(name));
        }
    }

    private int dimension(String name, int index) {
        return shape(name).get(index);
    }

    private List<Integer> shape(String name) {
        return Objects.requireNonNull(shapes.get(name));
    }
}
