package org.techrace.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.techrace.serve.mcp.ToolServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `techrace mcp`: answers language models over standard input and output.
@Command(
    name = "mcp",
    mixinStandardHelpOptions = true,
    description =
        "Answers language models about the current release: the Model Context Protocol over"
            + " standard input and output.")
final class McpCommand implements Callable<Integer> {
  @Mixin private ProjectOption where = new ProjectOption();

  @Mixin private SettingsOption other = new SettingsOption();

  @Override
  public Integer call() throws IOException {
    ProjectSettings settings = ProjectSettings.read(where.existing(), other.instead());
    ToolServer.run(settings.options(), where.releases(), System.in, System.out);
    return 0;
  }
}
