package org.techrace.cli;

import java.util.List;
import org.techrace.access.Access;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The option for hosts that a run may request files from.
final class WebOption {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--web",
      paramLabel = "HOST",
      description =
          "Allow requests to HOST, or to HOST:PORT. Other hosts are refused, except public hosts"
              + " by fetch; repeatable.")
  private List<String> web = List.of();

  /// Adds the access that the option allows.
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
