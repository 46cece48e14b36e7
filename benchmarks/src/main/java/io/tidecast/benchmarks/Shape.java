package io.tidecast.benchmarks;

/// The work that is measured: one recurrent layer with a linear head of one output.
///
/// @param inputs `I`
/// @param hidden `H`
/// @param window `K`, steps of one update
/// @param batch  `B`, series that share the weights
public record Shape(CellName cell, int inputs, int hidden, int window, int batch) {

    /// Floating-point operations of the layer's matrix products in one update: forward, back to the states, back to the weights.
    /// What is counted as nothing: activations, head, loss, clipping, optimiser.
    public double updateOperations() {
        int gates = cell.cell().gates();
        int columns = inputs + 1 + hidden;
        return 2.0 * gates * hidden * window * batch * (columns + hidden + columns);
    }

    @Override
    public String toString() {
        return "%s I=%d H=%d K=%d B=%d".formatted(cell, inputs, hidden, window, batch);
    }
}
