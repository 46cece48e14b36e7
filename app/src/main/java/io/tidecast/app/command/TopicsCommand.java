package io.tidecast.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tidecast topics`.
@Command(name = "topics", description = "Look after the topics of a pipeline.", synopsisSubcommandLabel = "COMMAND", subcommands = TopicsCreateCommand.class)
final class TopicsCommand {
    /// Here for its options alone.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();
}
