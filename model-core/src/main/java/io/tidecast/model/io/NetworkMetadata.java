package io.tidecast.model.io;

import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.InitialisationOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The options of a network as the free text of a safetensors file, and back. How the weights started is not part of it.
public final class NetworkMetadata {
    private static final String FORMAT = "tidecast.network";

    private NetworkMetadata() {}

    /// Whether the texts describe a network.
    public static boolean isIn(Map<String, String> metadata) {
        return metadata.containsKey(FORMAT);
    }

    /// The texts of a network.
    public static Map<String, String> describe(NetworkOptions options) {
        var recurrent = options.recurrent();
        var texts = new LinkedHashMap<String, String>();
        texts.put(FORMAT, "1");
        texts.put("cell", name(recurrent.cell()));
        texts.put("input_size", "" + recurrent.inputSize());
        texts.put("hidden_size", "" + recurrent.hiddenSize());
        texts.put("num_layers", "" + recurrent.layers());
        texts.put("bias", "" + recurrent.bias());
        texts.put("bidirectional", "" + recurrent.bidirectional());
        texts.put("dropout", "" + recurrent.dropout());
        texts.put("proj_size", "" + recurrent.projectionSize());
        texts.put("head", options.head().name());
        texts.put("output_size", "" + options.outputSize());
        texts.put("head_bias", "" + options.headBias());
        options.embedding().ifPresent(embedding -> {
            texts.put("num_embeddings", "" + embedding.count());
            texts.put("embedding_dim", "" + embedding.size());
            texts.put("embedding_columns", "" + embedding.columns());
            texts.put("max_norm", "" + embedding.maxNorm());
            texts.put("scale_grad_by_freq", "" + embedding.scaleGradientByFrequency());
            embedding.paddingIndex().ifPresent(index -> texts.put("padding_idx", "" + index));
        });
        return texts;
    }

    /// The options that the texts describe.
    ///
    /// @throws ModelFormatException when they do not describe a network that can be built
    public static NetworkOptions parse(Map<String, String> texts) throws ModelFormatException {
        if (!text(texts, FORMAT).equals("1")) {
            throw new ModelFormatException(FORMAT + " must be 1, got " + text(texts, FORMAT));
        }
        try {
            var recurrent = new RecurrentOptions(
                    cell(text(texts, "cell")), number(texts, "input_size"), number(texts, "hidden_size"),
                    number(texts, "num_layers"), Boolean.parseBoolean(text(texts, "bias")),
                    Boolean.parseBoolean(text(texts, "bidirectional")),
                    Double.parseDouble(text(texts, "dropout")), number(texts, "proj_size"));
            return new NetworkOptions(
                    embedding(texts), recurrent, Head.valueOf(text(texts, "head")),
                    number(texts, "output_size"), Boolean.parseBoolean(text(texts, "head_bias")),
                    InitialisationOptions.PYTORCH);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("the metadata must describe a network: " + e.getMessage(), e);
        }
    }

    private static Optional<EmbeddingOptions> embedding(Map<String, String> texts)
            throws ModelFormatException {
        if (!texts.containsKey("num_embeddings")) {
            return Optional.empty();
        }
        var padding = texts.containsKey("padding_idx")
                ? OptionalInt.of(number(texts, "padding_idx"))
                : OptionalInt.empty();
        return Optional.of(
                new EmbeddingOptions(
                        number(texts, "num_embeddings"), number(texts, "embedding_dim"), padding,
                        Double.parseDouble(text(texts, "max_norm")),
                        Boolean.parseBoolean(text(texts, "scale_grad_by_freq")),
                        number(texts, "embedding_columns")));
    }

    private static String name(Cell cell) {
        return switch (cell) {
            case ElmanRnn rnn -> "elman-" + rnn.activation().name();
            case Lstm lstm -> lstm.peepholes() ? "lstm-peephole" : "lstm";
            case Gru _ -> "gru";
        };
    }

    private static Cell cell(String name) {
        return switch (name) {
            case "lstm" -> new Lstm();
            case "lstm-peephole" -> new Lstm(true);
            case "gru" -> new Gru();
            default -> {
                if (!name.startsWith("elman-")) {
                    throw new IllegalArgumentException(
                            "cell must be elman-TANH, elman-RELU, elman-SIGMOID, lstm, lstm-peephole or gru, got "
                                    + name);
                }
                yield new ElmanRnn(Activation.valueOf(name.substring("elman-".length())));
            }
        };
    }

    private static int number(Map<String, String> texts, String name) throws ModelFormatException {
        return Integer.parseInt(text(texts, name));
    }

    private static String text(Map<String, String> texts, String name) throws ModelFormatException {
        var text = texts.get(name);
        if (text == null) {
            throw new ModelFormatException(
                    "the metadata must have %s, got %s".formatted(name, texts.keySet()));
        }
        return text;
    }
}
