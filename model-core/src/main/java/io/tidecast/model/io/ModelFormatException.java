package io.tidecast.model.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A model file that is broken, lies about its sizes, or asks for what is not supported.
///
/// The message names the rule, what was expected and what came. It is the only exception that the readers of this package
/// throw because of what a file contains.
public final class ModelFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
