/// The command line: parses options, calls the other packages, and prints results. Only this
/// package prints or exits.
///
/// - [org.techrace.cli.Main] runs a subcommand and returns its exit code;
/// - each subcommand is a class, such as `BuildCommand` or `ServeCommand`;
/// - `ProjectOption`, `InputsOption` and `SandboxOption` are groups of options that commands share.
///
/// Picocli creates the command and sets its options. The command reads the settings of the project,
/// calls `Build`, `Engine`, `Server` or another class, and prints findings with `FindingsPrinter`.
/// For example, `Main.run(new String[] {"check"}, out, err)` returns 1 if a finding has severity
/// ERROR.
@NullMarked
package org.techrace.cli;

import org.jspecify.annotations.NullMarked;
