package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.query.AnswerLink;
import org.techrace.query.CanonicalAnswer;
import org.techrace.query.QueryAnswer;
import org.techrace.report.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace verify`: checks the link of an answer without a server.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Verifies the link of a cited answer: runs its query on its release and compares the hash.",
    footer =
        "Opens no connection: the release is in the folder of the releases, or its dump was"
            + " downloaded.")
final class VerifyCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @Parameters(paramLabel = "LINK", description = "The link, as the page 'Cite this answer' has it.")
  private String text = "";

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description =
          "The file data.nq.gz of the release, from its page of downloads (with release.ttl next to"
              + " it, if the query needs the description of the release).")
  private @Nullable Path dump;

  @Override
  public Integer call() throws IOException {
    AnswerLink link;
    try {
      link = AnswerLink.parse(text);
    } catch (IllegalArgumentException e) {
      spec.commandLine().getErr().println("techrace: " + e.getMessage());
      return 2;
    }
    if (dump != null && !Files.isRegularFile(dump)) {
      throw new ParameterException(
          spec.commandLine(),
          "the dump does not exist: %s; %s".formatted(dump, Nearest.hintOfFile(dump)));
    }
    CanonicalAnswer answer = dump == null ? inReleases(link, link.release()) : inDump(link, dump);
    if (answer.hash().equals(link.hash())) {
      say(
          "verified: same result (%d rows, release %s)"
              .formatted(answer.lines().size(), link.release()));
      if (dump == null) {
        compare(answer, link);
      }
      return 0;
    }
    say("different: the answer of release %s has the hash".formatted(link.release()));
    say("  " + answer.hash());
    say("but the link has");
    say("  " + link.hash());
    return 1;
  }

  private CanonicalAnswer inReleases(AnswerLink link, String id) throws IOException {
    try {
      return QueryAnswer.canonical(where.releases(), id, link.query());
    } catch (IllegalArgumentException e) {
      throw new IOException("the query of the link cannot be run: " + e.getMessage(), e);
    }
  }

  private static CanonicalAnswer inDump(AnswerLink link, Path dump) throws IOException {
    try {
      return QueryAnswer.canonical(dump, link.release(), link.query());
    } catch (IllegalArgumentException e) {
      throw new IOException("the query of the link cannot be run: " + e.getMessage(), e);
    }
  }

  /// Says what is different in the current release.
  private void compare(CanonicalAnswer cited, AnswerLink link) throws IOException {
    String current = where.releases().current().orElse(link.release());
    if (current.equals(link.release())) {
      return;
    }
    CanonicalAnswer.Difference changes = cited.to(inReleases(link, current));
    if (changes.none()) {
      say("release %s has the same answer".formatted(current));
      return;
    }
    say(
        "release %s has another answer: %d rows removed, %d added"
            .formatted(current, changes.removed().size(), changes.added().size()));
    list("- ", changes.removed());
    list("+ ", changes.added());
  }

  private void list(String sign, List<String> lines) {
    lines.stream().limit(SHOWN).forEach(line -> say(sign + line));
    if (lines.size() > SHOWN) {
      say("%s… %d more".formatted(sign, lines.size() - SHOWN));
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
