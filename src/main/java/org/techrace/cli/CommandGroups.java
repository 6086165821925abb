package org.techrace.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The commands, in groups by purpose.
enum CommandGroups {
  MAKE(
      "Make a graph",
      Map.entry("new", NewCommand.class),
      Map.entry("add", AddCommand.class),
      Map.entry("init", InitCommand.class),
      Map.entry("fetch", FetchCommand.class),
      Map.entry("explain", ExplainCommand.class),
      Map.entry("check", CheckCommand.class),
      Map.entry("build", BuildCommand.class)),
  USE(
      "Serve and ask it",
      Map.entry("serve", ServeCommand.class),
      Map.entry("query", QueryCommand.class),
      Map.entry("link", LinkCommand.class)),
  KEEP(
      "Look after it",
      Map.entry("releases", ReleasesCommand.class),
      Map.entry("doctor", DoctorCommand.class)),
  OTHER(
      "Other",
      Map.entry("map", MapCommand.class),
      Map.entry("help", CommandLine.HelpCommand.class));

  private final String title;
  private final List<Map.Entry<String, Class<?>>> commands;

  @SafeVarargs
  @SuppressWarnings("varargs")
  CommandGroups(String title, Map.Entry<String, ? extends Class<?>>... commands) {
    this.title = title;
    this.commands =
        List.of(commands).stream()
            .<Map.Entry<String, Class<?>>>map(c -> Map.entry(c.getKey(), c.getValue()))
            .toList();
  }

  /// Adds the named command, or all of them: loading all takes 0.3 s.
  ///
  /// @param named the first word of the command line
  static void addTo(CommandLine line, String named) {
    boolean known = all().containsKey(named) && !named.equals("help");
    all()
        .forEach(
            (name, command) -> {
              if (!known || name.equals(named)) {
                line.addSubcommand(name, command);
              }
            });
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::list);
  }

  private static Map<String, Class<?>> all() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    for (CommandGroups group : values()) {
      group.commands.forEach(command -> all.put(command.getKey(), command.getValue()));
    }
    return all;
  }

  private static String list(Help help) {
    StringBuilder list = new StringBuilder();
    for (CommandGroups group : values()) {
      Map<String, Help> members = new LinkedHashMap<>();
      group.commands.forEach(
          command -> {
            Help member = help.subcommands().get(command.getKey());
            if (member != null) {
              members.put(command.getKey(), member);
            }
          });
      list.append("%n%s:%n".formatted(group.title)).append(help.commandList(members));
    }
    return list.toString();
  }
}
