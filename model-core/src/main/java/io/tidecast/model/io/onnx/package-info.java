/// Recurrent networks as ONNX models (https://onnx.ai/onnx/operators/).
///
/// Letters are those of [io.tidecast.model.nn]; `D` is the number of directions, 2 if bidirectional, else 1.
@NullMarked
package io.tidecast.model.io.onnx;

import org.jspecify.annotations.NullMarked;
