package io.tidecast.model.io.onnx;

import io.tidecast.model.io.onnx.proto.TensorProto;
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
    record FinalState() implements Value {
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

        @Override
        public String describe() {
            return "a sequence with axes %s behind %d recurrent layers".formatted(axes, layers.size());
        }
    }

    /// What the head has made of the sequence.
    ///
    /// @param weight `[D·H, O]`
    record Output(Sequence sequence, Constant weight, long size, @Nullable TensorProto bias)
            implements
                Value {
        @Override
        public String describe() {
            return "the output of a linear layer";
        }
    }
}
