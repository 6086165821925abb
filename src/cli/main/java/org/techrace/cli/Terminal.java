package org.techrace.cli;

import java.io.Console;
import java.util.Optional;

/// The terminal that the program runs on, if there is one.
final class Terminal {
  private Terminal() {}

  /// Returns the terminal, or empty if input or output is redirected.
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// Asks a question and returns the line that is typed, or empty without a terminal.
  static Optional<String> ask(String question) {
    return console().map(console -> console.readLine("%s", question));
  }
}
