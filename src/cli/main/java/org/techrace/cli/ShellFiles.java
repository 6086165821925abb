package org.techrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.techrace.access.Access;
import picocli.AutoComplete;
import picocli.CommandLine;

/// Writes the manual pages and the completions of shells that archives and packages contain. The
/// build runs it. The same program writes the same bytes.
public final class ShellFiles {
  private ShellFiles() {}

  /// Writes the files below a folder, at their usual paths below `share`.
  ///
  /// @param args the folder
  public static void main(String[] args) throws IOException {
    Path share = Path.of(args[0]);
    CommandLine program = Main.commandLine(new String[0]);
    write(
        share.resolve("bash-completion/completions/techrace"),
        AutoComplete.bash("techrace", program));
    write(share.resolve("zsh/site-functions/_techrace"), Completions.zsh(program));
    write(share.resolve("fish/vendor_completions.d/techrace.fish"), Completions.fish(program));
    manuals(share.resolve("man/man1"), program);
  }

  private static void manuals(Path folder, CommandLine command) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(ManualPage.of(command).getBytes(StandardCharsets.UTF_8));
    }
    write(folder.resolve(ManualPage.name(command) + ".1.gz"), packed.toByteArray());
    for (CommandLine sub : Completions.visible(command)) {
      manuals(folder, sub);
    }
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    try (OutputStream out = Access.writeNamed(file, () -> true)) {
      out.write(bytes);
    }
  }
}
