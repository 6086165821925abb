package org.techrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of a command, in the format of `man`, from the model of the command line.
final class ManualPage {
  private static final List<String> EXIT_CODES =
      List.of("0", "success", "1", "findings of severity ERROR", "2", "wrong use", "3", "failure");

  private final CommandLine command;
  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandLine command) {
    this.command = command;
    this.spec = command.getCommandSpec();
  }

  /// Returns the name of the page, such as `techrace-serve`.
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /// Returns the page.
  static String of(CommandLine command) {
    return new ManualPage(command).write();
  }

  private String write() {
    String name = name(command);
    // Without a date, so that the same program has the same page.
    page.append(
        ".TH \"%s\" \"1\" \"\" \"techrace %s\" \"techrace\"\n"
            .formatted(escaped(name.toUpperCase(Locale.ROOT)), Software.version()));
    section("NAME");
    line(escaped(name) + " \\- " + escaped(firstSentence()));
    section("SYNOPSIS");
    String synopsis = command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
    line(
        "\\fB"
            + escaped(spec.qualifiedName())
            + "\\fR"
            + escaped(synopsis.substring(spec.qualifiedName().length())));
    section("DESCRIPTION");
    line(escaped(description()));
    arguments();
    commands();
    section("EXIT STATUS");
    for (int i = 0; i < EXIT_CODES.size(); i += 2) {
      item(EXIT_CODES.get(i), EXIT_CODES.get(i + 1));
    }
    CommandLine parent = command.getParent();
    if (parent != null) {
      section("SEE ALSO");
      line("\\fB" + escaped(name(parent)) + "\\fR(1)");
    }
    return page.toString();
  }

  private void arguments() {
    List<PositionalParamSpec> parameters = spec.positionalParameters();
    if (!parameters.isEmpty()) {
      section("ARGUMENTS");
      for (PositionalParamSpec parameter : parameters) {
        item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", text(parameter.description()));
      }
    }
    List<OptionSpec> options = spec.options().stream().filter(o -> !o.hidden()).toList();
    if (!options.isEmpty()) {
      section("OPTIONS");
      for (OptionSpec option : options) {
        item(names(option), text(option.description()));
      }
    }
  }

  private void commands() {
    List<CommandLine> visible = Completions.visible(command);
    if (!visible.isEmpty()) {
      section("COMMANDS");
      for (CommandLine each : visible) {
        item("\\fB" + escaped(name(each)) + "\\fR(1)", new ManualPage(each).description());
      }
    }
  }

  private static String names(OptionSpec option) {
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      names.add("\\fB" + escaped(name) + "\\fR");
    }
    String value =
        Completions.takesValue(option) ? "=\\fI" + escaped(option.paramLabel()) + "\\fR" : "";
    boolean isOptional = option.arity().min() == 0 && !value.isEmpty();
    return String.join(", ", names) + (isOptional ? "[" + value + "]" : value);
  }

  private String description() {
    return text(spec.usageMessage().description());
  }

  private String firstSentence() {
    String all = description();
    int end = all.indexOf(". ");
    String first = end < 0 ? all : all.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private void section(String title) {
    page.append(".SH \"").append(title).append("\"\n");
  }

  private void item(String term, String text) {
    page.append(".TP\n");
    line(term);
    line(escaped(text));
  }

  private void line(String text) {
    // A line that starts with a dot or an apostrophe would be a command.
    page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
        .append(text)
        .append('\n');
  }

  /// Joins the lines of a description and removes the markup of picocli.
  static String text(String... description) {
    return Ansi.OFF.string(String.join(" ", description)).replace("%n", " ").replace("%%", "%");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
