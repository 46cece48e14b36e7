package io.tidecast.topology;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.io.Snapshot;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one series: its forecaster, and what has been said about it. A deterministic function of its inputs.
///
/// After an exception from [#apply] the state is undefined: discard the object.
final class Series implements Saveable {
    private static final byte FORMAT = 1;
    private static final int FROZEN = 1;
    private static final int QUARANTINED = 2;

    private final ForecasterOptions options;
    private final int quarantineAfter;
    private final Stepping stepping;
    private final @Nullable SharedNetwork shared;
    private Forecaster forecaster;
    private long number;
    private int failures;
    private boolean frozen;
    private boolean quarantined;
    /// NaN: as the options say.
    private double learningRate = Double.NaN;
    /// The newest forecast of the next step: its time, and its values, `[targets]`; NaN: none.
    private long nextTime;
    private final double[] nextValues;
    private final int[] attributes;

    /// How a forecaster takes a reading.
    interface Stepping {
        @Nullable
        Forecast step(Forecaster forecaster, Reading reading);
    }

    /// A series that nothing has happened to.
    ///
    /// @param shared what it has in common with the others of its task, used by one thread at a time; null: nothing
    Series(ForecasterOptions options, int quarantineAfter, Stepping stepping,
            @Nullable SharedNetwork shared) {
        this.shared = shared;
        this.options = options;
        this.quarantineAfter = quarantineAfter;
        this.stepping = stepping;
        forecaster = new Forecaster(options, shared);
        nextValues = new double[options.fields().targets().size()];
        Arrays.fill(nextValues, Double.NaN);
        attributes = new int[options.fields().attributes().size()];
    }

    /// The same, independent of this one but for what they share with others.
    Series copy() {
        var copy = new Series(options, quarantineAfter, stepping, shared);
        copy.restore(snapshot());
        return copy;
    }

    /// Takes an input.
    ///
    /// @return null if it is no reading, or the series has had no value yet
    @Nullable
    Forecast apply(SeriesInput input) {
        number++;
        return switch (input) {
            case SeriesInput.Observed(Reading reading) -> observe(reading);
            case SeriesInput.Failed() -> {
                failures++;
                quarantined |= failures >= quarantineAfter;
                yield null;
            }
            case SeriesInput.Commanded(Control control) -> {
                obey(control);
                yield null;
            }
        };
    }

    private @Nullable Forecast observe(Reading reading) {
        Forecast forecast = stepping.step(forecaster, reading);
        failures = 0;
        System.arraycopy(reading.attributes(), 0, attributes, 0, attributes.length);
        if (forecast != null) {
            nextTime = forecast.targetTime();
            List<String> targets = options.fields().targets();
            for (FieldForecast field : forecast.fields()) {
                nextValues[targets.indexOf(field.field())] = field.next().value();
            }
        }
        return forecast;
    }

    private void obey(Control control) {
        switch (control.kind()) {
            case RESET -> {
                forecaster = new Forecaster(options, shared);
                Arrays.fill(nextValues, Double.NaN);
                release();
            }
            case FREEZE -> frozen = true;
            case THAW -> {
                frozen = false;
                release();
            }
            case LEARNING_RATE -> learningRate = control.learningRate();
        }
        instruct();
    }

    private void release() {
        failures = 0;
        quarantined = false;
    }

    private void instruct() {
        forecaster.setFrozen(frozen);
        if (!Double.isNaN(learningRate)) {
            forecaster.setLearningRate(learningRate);
        }
    }

    ForecasterOptions options() {
        return options;
    }

    Forecaster forecaster() {
        return forecaster;
    }

    /// Inputs so far.
    long number() {
        return number;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isQuarantined() {
        return quarantined;
    }

    /// NaN: as the options say.
    double learningRate() {
        return learningRate;
    }

    /// What would be read next if the newest forecast came true; null: there is none.
    @Nullable
    Reading expected() {
        if (Arrays.stream(nextValues).allMatch(Double::isNaN)) {
            return null;
        }
        double[] inputs = new double[options.fields().inputs().size()];
        Arrays.fill(inputs, Double.NaN);
        return new Reading(nextTime, nextValues.clone(), inputs,
                new double[options.fields().ahead().size()][0],
                attributes.clone());
    }

    /// Takes other values of the inputs known ahead to have come with the newest reading: what is expected next changes.
    ///
    /// @param ahead as [Forecaster#suppose] takes them
    void suppose(double[][] ahead) {
        double[] next = forecaster.suppose(ahead);
        System.arraycopy(next, 0, nextValues, 0, next.length);
    }

    /// The whole state as a [Snapshot].
    byte[] snapshot() {
        return Snapshot.of(this);
    }

    /// Takes over the state of a snapshot.
    ///
    /// @throws IncompatibleStateException if it is damaged, or of another model
    void restore(byte[] snapshot) {
        try {
            Snapshot.restore(snapshot, this);
        } catch (ModelFormatException e) {
            throw new IncompatibleStateException("a series' snapshot cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public int byteSize() {
        return 2 + Integer.BYTES + (3 + nextValues.length) * Long.BYTES + attributes.length * Integer.BYTES
                + forecaster.byteSize();
    }

    @Override
    public void save(ByteBuffer out) {
        out.put(FORMAT).put((byte) ((frozen ? FROZEN : 0) | (quarantined ? QUARANTINED : 0)))
                .putInt(failures).putLong(number).putDouble(learningRate).putLong(nextTime);
        for (double value : nextValues) {
            out.putDouble(value);
        }
        for (int attribute : attributes) {
            out.putInt(attribute);
        }
        forecaster.save(out);
    }

    @Override
    public void load(ByteBuffer in) {
        byte format = in.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "a series' state must be of format %d, got %d".formatted(FORMAT, format));
        }
        byte flags = in.get();
        frozen = (flags & FROZEN) != 0;
        quarantined = (flags & QUARANTINED) != 0;
        failures = in.getInt();
        number = in.getLong();
        learningRate = in.getDouble();
        nextTime = in.getLong();
        for (int i = 0; i < nextValues.length; i++) {
            nextValues[i] = in.getDouble();
        }
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = in.getInt();
        }
        forecaster.load(in);
        instruct();
    }
}
