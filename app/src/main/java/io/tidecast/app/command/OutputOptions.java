package io.tidecast.app.command;

import io.tidecast.app.output.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// In which form a command prints what it has found.
final class OutputOptions {
    enum Form {
        table, json
    }

    @Option(names = {"-o",
            "--output"}, defaultValue = "table", paramLabel = "table|json", description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Form form = Form.table;

    boolean isJson() {
        return form == Form.json;
    }

    /// Prints one of both forms.
    ///
    /// @param text  for people
    /// @param value for programs: records, lists and maps
    void print(PrintWriter out, Supplier<String> text, Supplier<?> value) {
        out.println(isJson() ? Json.block(value.get()) : text.get());
    }
}
