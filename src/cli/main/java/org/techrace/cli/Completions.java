package org.techrace.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion of commands and options for zsh and fish, from the model of the command line. The one
/// for bash is picocli's.
final class Completions {
  private Completions() {}

  /// Returns the subcommands that help lists, each once.
  static List<CommandLine> visible(CommandLine command) {
    return command.getSubcommands().values().stream()
        .distinct()
        .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
        .toList();
  }

  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static List<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream().filter(o -> !o.hidden()).toList();
  }

  /// Returns the first sentence of a description, in one line.
  private static String summary(String... description) {
    String text = ManualPage.text(description);
    int end = text.indexOf(". ");
    String first = end < 0 ? text : text.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private static String summary(CommandLine command) {
    return summary(command.getCommandSpec().usageMessage().description());
  }

  private static boolean isFile(ArgSpec argument) {
    for (Class<?> type : argument.auxiliaryTypes()) {
      if (type == Path.class) {
        return true;
      }
    }
    return argument.type() == Path.class;
  }

  private static List<String> candidates(ArgSpec argument) {
    @Nullable Iterable<String> values = argument.completionCandidates();
    return values == null ? List.of() : StreamSupport.stream(values.spliterator(), false).toList();
  }

  /// Returns the function of zsh for a command and its subcommands.
  static String zsh(CommandLine command) {
    StringBuilder script = new StringBuilder("#compdef " + command.getCommandName() + "\n");
    zshFunctions(command, script);
    return script.append('\n').append(zshName(command)).append(" \"$@\"\n").toString();
  }

  private static String zshName(CommandLine command) {
    return "_" + command.getCommandSpec().qualifiedName("_");
  }

  private static void zshFunctions(CommandLine command, StringBuilder script) {
    List<CommandLine> subcommands = visible(command);
    subcommands.forEach(sub -> zshFunctions(sub, script));
    List<String> specs = new ArrayList<>();
    for (OptionSpec option : options(command)) {
      for (String name : option.names()) {
        String repeats = option.isMultiValue() ? "*" : "";
        specs.add(
            zshQuoted(
                repeats
                    + name
                    + (takesValue(option) && name.startsWith("--") ? "=" : "")
                    + "["
                    + zshEscaped(summary(option.description()))
                    + "]"
                    + (takesValue(option) ? zshValue(option) : "")));
      }
    }
    if (subcommands.isEmpty()) {
      for (ArgSpec parameter : command.getCommandSpec().positionalParameters()) {
        specs.add(zshQuoted((parameter.isMultiValue() ? "*" : "") + zshValue(parameter)));
      }
    } else {
      specs.add("':command:->command'");
      specs.add("'*::argument:->argument'");
    }
    script.append("\n").append(zshName(command)).append("() {\n");
    script.append("  local curcontext=$curcontext state line\n");
    script.append("  _arguments -C \\\n    ").append(String.join(" \\\n    ", specs)).append("\n");
    if (!subcommands.isEmpty()) {
      script.append("  case $state in\n    command)\n      local -a commands=(\n");
      for (CommandLine sub : subcommands) {
        script
            .append("        ")
            .append(zshQuoted(sub.getCommandName() + ":" + zshEscaped(summary(sub))))
            .append("\n");
      }
      script.append("      )\n      _describe command commands\n      ;;\n    argument)\n");
      script.append("      case $words[1] in\n");
      for (CommandLine sub : subcommands) {
        script.append("        %s) %s ;;\n".formatted(sub.getCommandName(), zshName(sub)));
      }
      script.append("      esac\n      ;;\n  esac\n");
    }
    script.append("}\n");
  }

  private static String zshValue(ArgSpec argument) {
    List<String> candidates = candidates(argument);
    String action = isFile(argument) ? "_files" : " ";
    if (!candidates.isEmpty()) {
      action = "(" + String.join(" ", candidates) + ")";
    }
    return ":" + zshEscaped(argument.paramLabel()) + ":" + action;
  }

  private static String zshEscaped(String text) {
    return text.replaceAll("[\\[\\]:\\\\]", "\\\\$0");
  }

  private static String zshQuoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /// Returns the completions of fish for a command and its subcommands.
  static String fish(CommandLine command) {
    StringBuilder script = new StringBuilder();
    fish(command, command.getCommandName(), "", script);
    return script.toString();
  }

  /// @param seen the condition that the words before name this command; empty for the program
  private static void fish(CommandLine command, String program, String seen, StringBuilder script) {
    List<CommandLine> subcommands = visible(command);
    String names =
        subcommands.stream().map(CommandLine::getCommandName).collect(Collectors.joining(" "));
    String here = seen;
    if (!subcommands.isEmpty()) {
      String none = "not __fish_seen_subcommand_from " + names;
      here = seen.isEmpty() ? none : seen + "; and " + none;
    }
    String start = "complete -c %s -n %s".formatted(program, fishQuoted(here));
    boolean takesFiles =
        command.getCommandSpec().positionalParameters().stream().anyMatch(Completions::isFile);
    if (!takesFiles) {
      script.append(start).append(" -f\n");
    }
    for (OptionSpec option : options(command)) {
      script.append(start);
      for (String name : option.names()) {
        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      if (takesValue(option)) {
        script.append(isFile(option) ? " -r -F" : " -x");
      }
      List<String> candidates = candidates(option);
      if (!candidates.isEmpty()) {
        script.append(" -a ").append(fishQuoted(String.join(" ", candidates)));
      }
      script.append(" -d ").append(fishQuoted(summary(option.description()))).append('\n');
    }
    for (CommandLine sub : subcommands) {
      String name = sub.getCommandName();
      script.append("%s -a %s -d %s\n".formatted(start, name, fishQuoted(summary(sub))));
      String from = "__fish_seen_subcommand_from " + name;
      fish(sub, program, seen.isEmpty() ? from : seen + "; and " + from, script);
    }
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
