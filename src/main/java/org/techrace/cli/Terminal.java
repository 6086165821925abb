package org.techrace.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks whoever runs the program, if there is a terminal.
final class Terminal {
  private Terminal() {}

  /// Asks a question and waits for a line; nothing without a terminal.
  static Optional<String> ask(String question) {
    @Nullable Console console = System.console();
    return console == null || !console.isTerminal()
        ? Optional.empty()
        : Optional.ofNullable(console.readLine("%s", question));
  }
}
