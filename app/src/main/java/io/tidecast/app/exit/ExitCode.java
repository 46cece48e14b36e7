package io.tidecast.app.exit;

/// How the command ended; the one table behind every `--help`.
public enum ExitCode {
    OK(0, "it did what was asked"), FAILED(1, "it failed while running"), USAGE(2,
            "wrong arguments or configuration"), INPUT(3, "an input file cannot be read"), ENVIRONMENT(4,
                    "something around it is not as it must be: broker, topics, rights, sizes, output files, port, disk, JDK"), INTERRUPTED(
                            130,
                            "stopped by Ctrl-C"),
    /// The JVM's own, however the command ends.
    TERMINATED(143, "stopped by SIGTERM");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
