package org.techrace.cli;

import java.io.Console;
import java.util.Optional;

/// Asks whoever runs the program, if there is a terminal.
final class Terminal {
  private Terminal() {}

  /// Asks a question and waits for a line; nothing without a terminal.
  static Optional<String> ask(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readLine("%s", question));
  }
}
