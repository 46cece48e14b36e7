package io.tidecast.model.forecast;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/// What a [Forecaster] is made of.
///
/// @param experts            what is combined, at least one, none twice; one alone is the forecast
/// @param network            the recurrent network
/// @param scaleHalfLifeSteps half-life of the online scale, in readings
/// @param level              share of truths that the prediction interval shall cover, between 0 and 1
/// @param warmUpReadings     resolved forecasts before a forecast counts as trustworthy
public record ForecasterOptions(List<ExpertKind> experts, NetworkSettings network, int scaleHalfLifeSteps,
        double level,
        int warmUpReadings) {

    /// Persistence, least squares and an LSTM, stacked; intervals of 90 %.
    public static final ForecasterOptions DEFAULT = new ForecasterOptions(
            List.of(ExpertKind.PERSISTENCE, ExpertKind.RLS, ExpertKind.RNN), NetworkSettings.DEFAULT, 672,
            0.9, 50);

    public ForecasterOptions {
        experts = List.copyOf(experts);
        if (experts.isEmpty() || experts.stream().distinct().count() < experts.size()) {
            throw new IllegalArgumentException("experts must be at least one and none twice, got " + experts);
        }
        NetworkSettings.atLeastOne("scaleHalfLifeSteps", scaleHalfLifeSteps);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        if (warmUpReadings < 0) {
            throw new IllegalArgumentException("warmUpReadings must be at least 0, got " + warmUpReadings);
        }
    }

    /// The same with other experts.
    public ForecasterOptions withExperts(ExpertKind... others) {
        return new ForecasterOptions(List.of(others), network, scaleHalfLifeSteps, level, warmUpReadings);
    }

    /// The same with another network.
    public ForecasterOptions withNetwork(NetworkSettings other) {
        return new ForecasterOptions(experts, other, scaleHalfLifeSteps, level, warmUpReadings);
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
}
