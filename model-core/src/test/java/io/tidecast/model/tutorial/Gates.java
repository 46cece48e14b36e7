package io.tidecast.model.tutorial;

import io.tidecast.model.kernel.Activations;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.CellModule;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.Tensor;
import java.util.Locale;

/// Tutorial 4: the gates one by one, by hand, for one unit.
final class Gates {
    private static final float X = 0.5f;
    private static final float H = 0.25f;
    private static final float C = -0.75f;
    private final StringBuilder out = new StringBuilder();

    String run() {
        lstm(false);
        lstm(true);
        gru();
        return out.toString();
    }

    private void lstm(boolean peepholes) {
        out.append(peepholes ? "LSTM with peepholes\n" : "LSTM\n");
        var cell = cell(new Lstm(peepholes));
        var p = cell.parameters();
        // lstm
        float zi = sum(p, 0);
        float zf = sum(p, 1);
        float zg = sum(p, 2);
        float zo = sum(p, 3);
        if (peepholes) {
            zi += weight(p, "weight_peephole", 0) * C;
            zf += weight(p, "weight_peephole", 1) * C;
        }
        float g = Activations.tanh(zg);
        float i = Activations.sigmoid(zi);
        float learned = i * g;
        float f = Activations.sigmoid(zf);
        float kept = f * C;
        float c = kept + learned;
        if (peepholes) {
            zo += weight(p, "weight_peephole", 2) * c;
        }
        float o = Activations.sigmoid(zo);
        float h = o * Activations.tanh(c);
        // end
        line("learn gate     i·g        = %.4f · %.4f = %.4f", i, g, learned);
        line("forget gate    f·c        = %.4f · %.4f = %.4f", f, C, kept);
        line("remember gate  c'         = %.4f + %.4f = %.4f", kept, learned, c);
        line("use gate       o·tanh(c') = %.4f · %.4f = %.4f", o, Activations.tanh(c), h);
        var state = new CellModule.State(new Tensor(new float[]{H}, 1, 1), new Tensor(new float[]{C}, 1, 1));
        var next = cell.forward(new Tensor(new float[]{X}, 1, 1), state);
        line("the cell says  h' = %.4f%n", next.h().values()[0]);
    }

    private void gru() {
        out.append("GRU\n");
        var cell = cell(new Gru());
        var p = cell.parameters();
        // gru
        float r = Activations.sigmoid(sum(p, 0));
        float z = Activations.sigmoid(sum(p, 1));
        float inputPart = weight(p, "weight_ih", 2) * X + weight(p, "bias_ih", 2);
        float statePart = weight(p, "weight_hh", 2) * H + weight(p, "bias_hh", 2);
        float n = Activations.tanh(inputPart + r * statePart);
        float h = (1 - z) * n + z * H;
        // end
        line("reset gate     r·u        = %.4f · %.4f = %.4f", r, statePart, r * statePart);
        line("candidate      n          = tanh(%.4f + %.4f) = %.4f", inputPart, r * statePart, n);
        line("update gate    (1-z)n+zh  = %.4f · %.4f + %.4f · %.4f = %.4f", 1 - z, n, z, H, h);
        var state = new CellModule.State(new Tensor(new float[]{H}, 1, 1), null);
        var next = cell.forward(new Tensor(new float[]{X}, 1, 1), state);
        line("the cell says  h' = %.4f", next.h().values()[0]);
    }

    // sum
    /// `W_ih x + b_ih + W_hh h + b_hh` of one gate.
    private static float sum(Parameters p, int gate) {
        return weight(p, "weight_ih", gate) * X + weight(p, "bias_ih", gate)
                + weight(p, "weight_hh", gate) * H + weight(p, "bias_hh", gate);
    }

    private static float weight(Parameters p, String name, int gate) {
        return p.copyOf(p.slice(name))[gate];
    }
    // end

    private static CellModule cell(Cell kind) {
        var cell = new CellModule(kind, 1, 1, true, new ScalarKernels());
        cell.initialise(4);
        return cell;
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
