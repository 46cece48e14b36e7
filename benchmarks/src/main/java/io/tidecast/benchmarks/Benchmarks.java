package io.tidecast.benchmarks;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs a suite of benchmarks: JMH's progress on standard error, a table on standard output.
public final class Benchmarks {
    private Benchmarks() {}

    /// Runs and prints.
    ///
    /// @param args the suite, and optionally the file for JMH's JSON
    public static void main(String[] args) throws RunnerException, IOException {
        Suite suite = Suite.named(args[0])
                .orElseThrow(() -> new IllegalArgumentException("no benchmarks named " + args[0]));
        Machine machine = Machine.here();
        List<RunResult> results = new ArrayList<>();
        for (Suite.Run run : suite.runs(System.getProperty("tidecast.benchmarks.only", ""))) {
            results.addAll(run(run));
        }
        if (args.length > 1) {
            try (var out = new PrintStream(new FileOutputStream(args[1]), false, StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
            }
        }
        new ResultTable(results).print(System.out);
        System.out.println(machine);
    }

    private static Collection<RunResult> run(Suite.Run run) throws RunnerException {
        var options = new OptionsBuilder().include(run.pattern()).addProfiler(CpuTimeProfiler.class)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:ObjectAlignmentInBytes="
                                + Integer.getInteger("tidecast.benchmarks.alignment", 64));
        run.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return new Runner(options.build(),
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run();
    }
}
