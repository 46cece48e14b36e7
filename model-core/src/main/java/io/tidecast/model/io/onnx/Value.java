package io.tidecast.model.io.onnx;

import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.nn.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the reader knows of a value in a graph: not its numbers but the part it plays in a recurrent network.
sealed interface Value {
    /// For a message: what this is.
    String describe();

    /// Numbers in the file.
    ///
    /// @param transposed whether rows and columns are to be exchanged
    record Constant(TensorProto tensor, boolean transposed) implements Value {
        @Override
        public String describe() {
            return "the constant '" + tensor.getName() + "'";
        }
    }

    /// Nothing but zeros, of whatever shape.
    record Zeros() implements Value {
        @Override
        public String describe() {
            return "zeros";
        }
    }

    /// Integers that come from the shape of a value and are not known.
    record Sizes() implements Value {
        @Override
        public String describe() {
            return "sizes";
        }
    }

    /// Rows of an input that gives the initial state, `[L·D, B, H]`.
    ///
    /// @param end the row behind the last; [#ALL] when the input does not say how many it has
    record State(String input, long begin, long end) implements Value {
        static final long ALL = Long.MAX_VALUE;

        @Override
        public String describe() {
            return "rows %d to %d of input '%s'".formatted(begin, end, input);
        }
    }

    /// A final state, or several, in any shape.
    ///
    /// @param last the sequence whose last hidden states `[B, H]` are the last row; null when there is no such row
    record FinalState(@Nullable Sequence last) implements Value {
        @Override
        public String describe() {
            return "a final state";
        }
    }

    /// The sequence on its way through the layers.
    ///
    /// @param transposed whether its first two axes are exchanged, as against the model's input
    /// @param size       of the last axis
    /// @param layers     that it has passed
    record Sequence(Axes axes, boolean transposed, long size, List<Layer> layers) implements Value {
        /// The axes of a sequence.
        enum Axes {
            STEPS_BATCH_SIZE, STEPS_DIRECTION_BATCH_SIZE, STEPS_BATCH_DIRECTION_SIZE
        }

        Sequence withAxes(Axes axes, long size) {
            return new Sequence(axes, transposed, size, layers);
        }

        Sequence withTransposed(boolean transposed) {
            return new Sequence(axes, transposed, size, layers);
        }

        /// Which axis counts the steps.
        int stepAxis() {
            return transposed == layers.getLast().transposed() ? 0 : 1;
        }

        @Override
        public String describe() {
            return "a sequence with axes %s behind %d recurrent layers".formatted(axes, layers.size());
        }
    }

    /// The sequence's last step, `[B, D·H]`.
    record LastStep(Sequence sequence) implements Value {
        @Override
        public String describe() {
            return "the last step of " + sequence.describe();
        }
    }

    /// What the head has made of the sequence.
    ///
    /// @param head   of which steps
    /// @param weight `[D·H, O]`
    record Output(Head head, Sequence sequence, Constant weight, long size, @Nullable TensorProto bias)
            implements
                Value {
        @Override
        public String describe() {
            return "the output of a linear layer";
        }
    }
}
