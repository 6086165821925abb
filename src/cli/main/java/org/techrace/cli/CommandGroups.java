package org.techrace.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The commands, in groups by purpose.
final class CommandGroups {
  private static final List<Group> ALL =
      List.of(
          new Group(
              "Make a graph",
              List.of(
                  new Named("start", StartCommand.class),
                  new Named("new", NewCommand.class),
                  new Named("add", AddCommand.class),
                  new Named("init", InitCommand.class),
                  new Named("convert", ConvertCommand.class),
                  new Named("fetch", FetchCommand.class),
                  new Named("functions", FunctionsCommand.class),
                  new Named("explain", ExplainCommand.class),
                  new Named("check", CheckCommand.class),
                  new Named("review", ReviewCommand.class),
                  new Named("build", BuildCommand.class))),
          new Group(
              "Serve and ask it",
              List.of(
                  new Named("serve", ServeCommand.class),
                  new Named("query", QueryCommand.class),
                  new Named("verify", VerifyCommand.class),
                  new Named("benchmark", BenchmarkCommand.class),
                  new Named("mcp", McpCommand.class),
                  new Named("link", LinkCommand.class))),
          new Group(
              "Look after it",
              List.of(
                  new Named("releases", ReleasesCommand.class),
                  new Named("doctor", DoctorCommand.class))),
          new Group(
              "Other",
              List.of(
                  new Named("map", MapCommand.class),
                  new Named("csvw", CsvwCommand.class),
                  new Named("help", CommandLine.HelpCommand.class))));

  private record Named(String name, Class<?> command) {}

  private record Group(String title, List<Named> commands) {}

  private CommandGroups() {}

  /// Adds the named command, or all of them: loading all takes 0.3 s.
  ///
  /// @param named the first word of the command line
  static void addTo(CommandLine line, String named) {
    List<Named> all = ALL.stream().flatMap(group -> group.commands.stream()).toList();
    boolean known = !named.equals("help") && all.stream().anyMatch(c -> c.name.equals(named));
    for (Named each : all) {
      if (!known || each.name.equals(named)) {
        line.addSubcommand(each.name, new CommandLine(each.command));
      }
    }
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::list);
  }

  private static String list(Help help) {
    StringBuilder list = new StringBuilder();
    for (Group group : ALL) {
      Map<String, Help> members = new LinkedHashMap<>();
      for (Named each : group.commands) {
        Help member = help.subcommands().get(each.name);
        if (member != null) {
          members.put(each.name, member);
        }
      }
      list.append("%n%s:%n".formatted(group.title)).append(help.commandList(members));
    }
    return list.toString();
  }
}
