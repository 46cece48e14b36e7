package io.tidecast.model.forecast;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// What a [Forecaster] is made of. Start from [#DEFAULT] and change what differs.
///
/// @param fields             what a reading carries
/// @param experts            what is combined, at least one, none twice; one alone is the forecast
/// @param network            the recurrent network
/// @param combination        how the experts' forecasts become one
/// @param horizons           `H`: forecasts are made for 1, 2, ..., H steps ahead
/// @param multiStep          how the network looks further than one step ahead
/// @param seasonSteps        lengths of the series' seasons, in steps, the shortest first; empty: the day and the week, by the
///                           sampling interval
/// @param scaleHalfLifeSteps half-life of the online scale, in readings
/// @param levels             shares of truths that the prediction intervals shall cover, between 0 and 1, at least one
/// @param anomalyProbability readings with a smaller tail probability are flagged
/// @param driftResponse      what follows when the errors have become larger than they were
/// @param seasonality        how the season of Holt-Winters joins the level
/// @param warmUpReadings     resolved forecasts before a forecast counts as trustworthy
/// @param seasonMemory       how much each series remembers of its seasons
public record ForecasterOptions(SeriesFields fields, List<ExpertKind> experts, NetworkSettings network,
        Combination combination, int horizons, MultiStep multiStep, List<Integer> seasonSteps,
        int scaleHalfLifeSteps, List<Double> levels, double anomalyProbability, DriftResponse driftResponse,
        Seasonality seasonality, int warmUpReadings, SeasonMemory seasonMemory) {

    /// How the experts' forecasts become one.
    public enum Combination {
        /// Recursive least squares on the forecasts: best by squared error.
        STACKING,
        /// Exponentiated gradient: weights that are never negative.
        EXPONENTIATED_GRADIENT
    }

    /// How the network looks further than one step ahead.
    public enum MultiStep {
        /// One output for each horizon, learnt from when its truth comes.
        DIRECT,
        /// Its own one-step forecasts fed back to it; more accurate on the series measured, and cheaper.
        RECURSIVE
    }

    /// What follows on drift, beside the event.
    public enum DriftResponse {
        /// Nothing.
        NONE,
        /// The network learns at several times its rate for a while.
        RAISE_LEARNING_RATE,
        /// The network's optimiser forgets its moments.
        RESET_OPTIMIZER,
        /// The expert that did best of late is the forecast for a while.
        BEST_EXPERT
    }

    /// How the season of Holt-Winters joins the level.
    public enum Seasonality {
        ADDITIVE, MULTIPLICATIVE
    }

    /// How much each series remembers of its seasons.
    public enum SeasonMemory {
        /// Day and week, in up to 336 parts each, and each value of a week of up to five-minute readings.
        FULL(Seasons.COUNT, 336, 7 * 288 + 1),
        /// The shortest season alone, in up to 24 parts, and its values if they are no more than that: for series by the million.
        LEAN(1, 24, 25);

        final int seasons;
        /// Parts of a season that have a profile of their own.
        final int slots;
        final int values;

        SeasonMemory(int seasons, int slots, int values) {
            this.seasons = seasons;
            this.slots = slots;
            this.values = values;
        }
    }

    /// Persistence, least squares and an LSTM, stacked; one step ahead; intervals of 90 %.
    public static final ForecasterOptions DEFAULT = new ForecasterOptions(SeriesFields.SCALAR,
            List.of(ExpertKind.PERSISTENCE, ExpertKind.RLS, ExpertKind.RNN), NetworkSettings.DEFAULT,
            Combination.STACKING, 1, MultiStep.RECURSIVE, List.of(), 672, List.of(0.9), 1e-3,
            DriftResponse.NONE, Seasonality.ADDITIVE, 50, SeasonMemory.FULL);

    /// The furthest horizon that there can be.
    public static final int MOST_HORIZONS = 512;

    public ForecasterOptions {
        experts = List.copyOf(experts);
        seasonSteps = List.copyOf(seasonSteps);
        levels = List.copyOf(levels);
        if (experts.isEmpty() || experts.stream().distinct().count() < experts.size()) {
            throw new IllegalArgumentException("experts must be at least one and none twice, got " + experts);
        }
        if (horizons < 1 || horizons > MOST_HORIZONS) {
            throw new IllegalArgumentException(
                    "horizons must be from 1 to %d, got %d".formatted(MOST_HORIZONS, horizons));
        }
        NetworkSettings.atLeastOne("scaleHalfLifeSteps", scaleHalfLifeSteps);
        if (levels.isEmpty() || levels.stream().anyMatch(level -> !(level > 0 && level < 1))) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + levels);
        }
        if (!(anomalyProbability >= 0 && anomalyProbability < 1)) {
            throw new IllegalArgumentException(
                    "anomalyProbability must be from 0 to below 1, got " + anomalyProbability);
        }
        if (warmUpReadings < 0) {
            throw new IllegalArgumentException("warmUpReadings must be at least 0, got " + warmUpReadings);
        }
        boolean drives = driftResponse == DriftResponse.RAISE_LEARNING_RATE
                || driftResponse == DriftResponse.RESET_OPTIMIZER;
        if (drives && network.weights() != NetworkSettings.Weights.PER_KEY) {
            throw new IllegalArgumentException(
                    "driftResponse must be none or best-expert unless each series has its own weights, got "
                            + id(driftResponse));
        }
    }

    /// The same for readings with other fields.
    public ForecasterOptions withFields(SeriesFields other) {
        return new ForecasterOptions(other, experts, network, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality, warmUpReadings,
                seasonMemory);
    }

    /// The same with other experts.
    public ForecasterOptions withExperts(ExpertKind... others) {
        return new ForecasterOptions(fields, List.of(others), network, combination, horizons, multiStep,
                seasonSteps, scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality,
                warmUpReadings, seasonMemory);
    }

    /// The same with another network.
    public ForecasterOptions withNetwork(NetworkSettings other) {
        return new ForecasterOptions(fields, experts, other, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality, warmUpReadings,
                seasonMemory);
    }

    /// The same with another combination.
    public ForecasterOptions withCombination(Combination other) {
        return new ForecasterOptions(fields, experts, network, other, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality, warmUpReadings,
                seasonMemory);
    }

    /// The same, looking so many steps ahead.
    public ForecasterOptions withHorizons(int steps, MultiStep how) {
        return new ForecasterOptions(fields, experts, network, combination, steps, how, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality, warmUpReadings,
                seasonMemory);
    }

    /// The same with other seasons.
    public ForecasterOptions withSeasonSteps(Integer... steps) {
        return new ForecasterOptions(fields, experts, network, combination, horizons, multiStep,
                List.of(steps), scaleHalfLifeSteps, levels, anomalyProbability, driftResponse,
                seasonality, warmUpReadings, seasonMemory);
    }

    /// The same with intervals of other levels.
    public ForecasterOptions withLevels(Double... others) {
        return new ForecasterOptions(fields, experts, network, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, List.of(others), anomalyProbability, driftResponse, seasonality,
                warmUpReadings, seasonMemory);
    }

    /// The same with another answer to drift.
    public ForecasterOptions withDriftResponse(DriftResponse other) {
        return new ForecasterOptions(fields, experts, network, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, other, seasonality,
                warmUpReadings, seasonMemory);
    }

    /// The same with another season of Holt-Winters.
    public ForecasterOptions withSeasonality(Seasonality other) {
        return new ForecasterOptions(fields, experts, network, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, other, warmUpReadings,
                seasonMemory);
    }

    /// The same, remembering more or less of the seasons.
    public ForecasterOptions withSeasonMemory(SeasonMemory other) {
        return new ForecasterOptions(fields, experts, network, combination, horizons, multiStep, seasonSteps,
                scaleHalfLifeSteps, levels, anomalyProbability, driftResponse, seasonality,
                warmUpReadings, other);
    }

    /// The first of the levels.
    public double level() {
        return levels.getFirst();
    }

    /// Short name, such as `persistence+rls+lstm-h32-k4`.
    public String modelId() {
        return experts.stream()
                .map(expert -> expert == ExpertKind.RNN ? network.id() : expert.id())
                .collect(Collectors.joining("+"));
    }

    /// The same for the same options in every process.
    int fingerprint() {
        var crc = new CRC32C();
        crc.update(toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /// As an option's value stands in configuration, such as `best-expert`.
    public static String id(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
