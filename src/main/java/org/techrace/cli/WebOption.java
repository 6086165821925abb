package org.techrace.cli;

import java.util.List;
import org.techrace.access.Access;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which hosts of the Web a run may ask.
final class WebOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--web",
      paramLabel = "HOST",
      description =
          "Open HOST, or HOST:PORT, of the Web; other hosts are refused, public ones only"
              + " by other commands than fetch; repeatable.")
  private List<String> web = List.of();

  /// Adds what the option allows.
  Access allowedWith(Access access) {
    Access all = access;
    try {
      for (String host : web) {
        all = all.allowWeb(host);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return all;
  }
}
