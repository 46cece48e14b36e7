package io.tidecast.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidecast config`.
@Command(name = "config", description = {
        "Look at the configuration: what holds and where it comes from, what is wrong with it, and all its keys.",
        "",
        "Flags (--set KEY=VALUE) win over the environment (TIDECAST_MODEL_CELL is model.cell), that over the file, and that"
                + " over the defaults. In variables, one underscore is a dot, two are an underscore, three are a dash."}, synopsisSubcommandLabel = "COMMAND", subcommands = {
                        ConfigShowCommand.class, ConfigValidateCommand.class, ConfigDocsCommand.class})
final class ConfigCommand {
    /// Here for its options alone.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();
}
