package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import io.tidecast.model.forecast.Situation.TargetSituation;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.InitialisationOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// The network of the recurrent expert: what goes in, and how it starts. What comes out is the change of each target until each
/// horizon, in its recent RMS changes; one network sees and forecasts all targets.
public final class ForecastNetwork {
    private static final List<String> CALENDAR = List.of("day_sin", "day_cos", "half_day_sin", "half_day_cos",
            "week_sin", "week_cos");

    /// Texts of attributes share a table of so many vectors, found by their code.
    private static final int ATTRIBUTE_CODES = 64;
    private static final int ATTRIBUTE_SIZE = 4;

    private ForecastNetwork() {}

    /// Its inputs, in order.
    public static List<String> inputNames(ForecasterOptions options) {
        var names = new ArrayList<String>();
        SeriesFields fields = options.fields();
        for (String target : fields.targets()) {
            String prefix = fields.targets().size() == 1 ? "" : target + ".";
            names.addAll(List.of(prefix + "level", prefix + "step", prefix + "staleness"));
            for (int h = 1; h <= heads(options); h++) {
                String ahead = h == 1 ? "" : "_" + h;
                names.addAll(
                        List.of(prefix + "usual_step_before" + ahead, prefix + "usual_step_after" + ahead,
                                prefix + "usual_day" + ahead, prefix + "usual_week" + ahead,
                                prefix + "day_ago" + ahead,
                                prefix + "week_ago" + ahead));
            }
        }
        names.addAll(CALENDAR);
        for (String input : fields.inputs()) {
            names.addAll(List.of(input + ".level", input + ".step"));
        }
        for (int h = 1; h <= heads(options); h++) {
            for (String ahead : fields.ahead()) {
                names.addAll(List.of(ahead + ".level_" + h, ahead + ".change_" + h));
            }
        }
        names.addAll(fields.attributes());
        return names;
    }

    /// Its outputs, in order.
    public static List<String> outputNames(ForecasterOptions options) {
        return options.fields().targets().stream().flatMap(
                target -> IntStream.rangeClosed(1, heads(options)).mapToObj(h -> target + "_" + h)).toList();
    }

    /// Horizons that the network has outputs for.
    static int heads(ForecasterOptions options) {
        return options.multiStep() == MultiStep.DIRECT ? options.horizons() : 1;
    }

    /// A network as every series starts with: of the given weights, or drawn with the seed.
    public static RecurrentNetwork create(ForecasterOptions options) {
        RecurrentNetwork network = unset(options);
        PretrainedWeights weights = options.network().pretrained();
        if (weights == null) {
            network.initialise(options.network().seed());
        } else {
            weights.copyTo(network.parameters());
        }
        return network;
    }

    /// A network of that shape whose weights are all 0.
    static RecurrentNetwork unset(ForecasterOptions options) {
        NetworkSettings settings = options.network();
        int attributes = options.fields().attributes().size();
        var shape = new RecurrentOptions(cell(settings.cell()),
                inputNames(options).size() + attributes * (ATTRIBUTE_SIZE - 1), settings.hiddenSize())
                .withLayers(settings.layers());
        // The first forecasts are the last value: the head starts at zero.
        var start = new InitialisationOptions(OptionalDouble.of(1), true);
        var network = new NetworkOptions(shape, outputNames(options).size()).withInitialisation(start);
        return new RecurrentNetwork(attributes == 0
                ? network
                : network.withEmbedding(
                        new EmbeddingOptions(ATTRIBUTE_CODES, ATTRIBUTE_SIZE).withColumns(attributes)),
                Kernels.fastest());
    }

    private static Cell cell(NetworkSettings.Kind kind) {
        return switch (kind) {
            case LSTM -> new Lstm();
            case GRU -> new Gru();
            case ELMAN -> new ElmanRnn();
            case PEEPHOLE -> new Lstm(true);
        };
    }

    /// Writes the inputs.
    ///
    /// @param heads horizons that the network has outputs for
    /// @param x     receives one for each of [#inputNames], from `offset`
    static void write(Situation situation, int heads, float[] x, int offset) {
        int at = offset;
        for (TargetSituation target : situation.targets) {
            x[at++] = (float) target.level;
            x[at++] = (float) target.steps[0];
            x[at++] = target.staleness;
            for (int h = 0; h < heads; h++) {
                at = append(target.usualAround[h], x, at);
                at = append(target.usual[h], x, at);
                at = append(target.seasonAgo[h], x, at);
            }
        }
        System.arraycopy(situation.calendar[0], 0, x, at, CalendarFeatures.COUNT);
        at += CalendarFeatures.COUNT;
        at = append(situation.inputs, x, at);
        for (int h = 0; h < heads; h++) {
            at = append(situation.ahead[h], x, at);
        }
        appendAttributes(situation, x, at);
    }

    /// Each attribute has codes of its own in the table: the same text of two attributes is not the same.
    private static void appendAttributes(Situation situation, float[] x, int at) {
        for (int i = 0; i < situation.attributes.length; i++) {
            x[at + i] = Math.floorMod(31 * i + situation.attributes[i], ATTRIBUTE_CODES);
        }
    }

    /// Writes other inputs known ahead over those that [#write] wrote.
    static void writeSupposed(Situation situation, int heads, float[] x) {
        int at = x.length - situation.attributes.length - heads * situation.ahead[0].length;
        for (int h = 0; h < heads; h++) {
            at = append(situation.ahead[h], x, at);
        }
    }

    /// Writes the inputs as they will be `h` steps later, if the targets move as forecast until then.
    ///
    /// @param h     at least 1; the network then forecasts step `h + 1`
    /// @param steps of all targets up to horizon `h`, `[C][H]`
    /// @param x     receives one for each of [#inputNames] of a network with one head
    static void writeAhead(Situation situation, int h, double[][] steps, float[] x) {
        int at = 0;
        for (int c = 0; c < situation.targets.length; c++) {
            TargetSituation target = situation.targets[c];
            double[] scales = target.scales;
            double change = steps[c][h - 1] * scales[h - 1];
            double before = h == 1 ? 0 : steps[c][h - 2] * scales[h - 2];
            x[at++] = (float) (target.level + change * target.levelPerUnit);
            x[at++] = scales[0] > 0 ? (float) ((change - before) / scales[0]) : 0;
            x[at++] = 0;
            x[at++] = (float) single(target.usual, 0, h - 1, scales);
            x[at++] = (float) target.usualAround[h][1];
            for (int season = 0; season < Seasons.COUNT; season++) {
                x[at++] = (float) single(target.usual, season, h, scales);
            }
            for (int season = 0; season < Seasons.COUNT; season++) {
                x[at++] = (float) single(target.seasonAgo, season, h, scales);
            }
        }
        System.arraycopy(situation.calendar[h], 0, x, at, CalendarFeatures.COUNT);
        at += CalendarFeatures.COUNT;
        at = append(situation.inputs, x, at);
        for (int f = 0; f < situation.ahead[h].length; f += 2) {
            x[at++] = (float) situation.ahead[h][f];
            x[at++] = (float) (situation.ahead[h][f] - situation.ahead[h - 1][f]);
        }
        appendAttributes(situation, x, at);
    }

    /// The change of the last step alone, in RMS steps, of changes since now, in RMS changes over so many steps.
    private static double single(double[][] changes, int season, int h, double[] scales) {
        if (scales[0] == 0) {
            return 0;
        }
        double before = h == 0 ? 0 : changes[h - 1][season] * scales[h - 1];
        return (changes[h][season] * scales[h] - before) / scales[0];
    }

    private static int append(double[] values, float[] x, int at) {
        for (int i = 0; i < values.length; i++) {
            x[at + i] = (float) values[i];
        }
        return at + values.length;
    }
}
