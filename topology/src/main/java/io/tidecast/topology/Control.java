package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.topology.DeadLetter.Reason;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// What a control record says: a record of the readings topic with the header `tidecast.control`. It takes effect at its offset,
/// for the series of its key; its value is not looked at.
///
/// | header | effect |
/// |---|---|
/// | `reset` | the model of the series begins again; freezing and learning rate stay |
/// | `freeze` | the series goes on being forecast, but nothing is learnt |
/// | `thaw` | it learns again; a quarantine ends |
/// | `learning-rate:X` | its network learns at rate X instead of the configured one |
///
/// @param kind         which
/// @param learningRate of [Kind#LEARNING_RATE]; else NaN
record Control(Kind kind, double learningRate) {
    /// The header of a control record.
    static final String HEADER = "tidecast.control";

    private static final String RATE = "learning-rate:";

    enum Kind {
        RESET('r'), FREEZE('f'), THAW('t'), LEARNING_RATE('l');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        /// As it stands in a journal.
        byte code() {
            return (byte) code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code() == code) {
                    return kind;
                }
            }
            throw new IllegalStateException(
                    "a control in a journal must be r, f, t or l, got " + (char) code);
        }
    }

    /// What the last control header says; null: there is none.
    static @Nullable Control of(Headers headers) throws RejectedException {
        Header header = headers.lastHeader(HEADER);
        if (header == null) {
            return null;
        }
        String text = header.value() == null ? "" : new String(header.value(), UTF_8).strip();
        return switch (text) {
            case "reset" -> new Control(Kind.RESET, Double.NaN);
            case "freeze" -> new Control(Kind.FREEZE, Double.NaN);
            case "thaw" -> new Control(Kind.THAW, Double.NaN);
            default -> new Control(Kind.LEARNING_RATE, rate(text));
        };
    }

    private static double rate(String text) throws RejectedException {
        try {
            if (text.startsWith(RATE)) {
                double rate = Double.parseDouble(text.substring(RATE.length()));
                if (rate > 0 && rate <= 1) {
                    return rate;
                }
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new RejectedException(Reason.BAD_CONTROL,
                "%s must be reset, freeze, thaw or learning-rate:X with X above 0 and up to 1, got '%s'"
                        .formatted(HEADER, text.length() > 100 ? text.substring(0, 100) + "..." : text));
    }

    /// What it brings about.
    SeriesEvent event() {
        return switch (kind) {
            case RESET -> SeriesEvent.RESET;
            case FREEZE -> SeriesEvent.FROZEN;
            case THAW -> SeriesEvent.THAWED;
            case LEARNING_RATE -> SeriesEvent.LEARNING_RATE;
        };
    }

    /// For a person.
    String detail() {
        return kind == Kind.LEARNING_RATE ? Double.toString(learningRate) : "";
    }
}
