package io.tidecast.model.train;

import java.util.List;

/// The pinball loss (Koenker & Bassett 1978), whose minimum is a quantile: `τ·d` where `d = target - output >= 0`, else
/// `(τ-1)·d`; the mean over several levels `τ`.
///
/// For each target there is one output for each level, side by side: `[targets][levels]`.
///
/// @param levels the `τ`, each between 0 and 1
public record Quantile(List<Double> levels) implements Loss {

    public Quantile {
        levels = List.copyOf(levels);
        if (levels.isEmpty() || levels.stream().anyMatch(level -> !(level > 0 && level < 1))) {
            throw new IllegalArgumentException("levels must be between 0 and 1, got " + levels);
        }
    }

    @Override
    public int targetSize(int outputSize) {
        if (outputSize % levels.size() != 0) {
            throw new IllegalArgumentException(
                    "outputs must be a multiple of the %d levels, got %d".formatted(levels.size(),
                            outputSize));
        }
        return outputSize / levels.size();
    }

    @Override
    public double row(
            float[] output, int outputOffset, int outputSize, float[] target, int targetOffset, double scale,
            float[] dOutput) {
        int count = levels.size();
        double sum = 0;
        for (int i = 0; i < outputSize; i++) {
            double level = levels.get(i % count);
            double distance = (double) target[targetOffset + i / count] - output[outputOffset + i];
            if (Double.isNaN(distance) && Float.isNaN(target[targetOffset + i / count])) {
                dOutput[outputOffset + i] = 0;
                continue;
            }
            double slope = distance >= 0 ? level : level - 1;
            sum += slope * distance / count;
            dOutput[outputOffset + i] = (float) (-scale * slope / count);
        }
        return sum;
    }
}
