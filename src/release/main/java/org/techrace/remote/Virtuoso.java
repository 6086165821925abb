package org.techrace.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Virtuoso: its bulk loader (`ld_dir`, `rdf_loader_run`) is called with `isql`. The server reads
/// the file itself, so it must see the folder, and `DirsAllowed` must name it.
///
/// @param endpoint the address of its SPARQL endpoint
/// @param sql the address of its SQL port; empty for 1111 on the same host
/// @param password the password of its user `dba`
record Virtuoso(URI endpoint, Optional<String> sql, String password) implements Holder {
  /// Debian has the first name; the packages of its maker have the second, which is also a program
  /// of unixODBC.
  private static final List<String> PROGRAMS = List.of("isql-vt", "isql");

  private static final Pattern FAULT = Pattern.compile("\\*\\*\\* Error.*", Pattern.DOTALL);

  @Override
  public void delete(List<String> graphs) throws IOException {
    if (!graphs.isEmpty()) {
      run(
          "log_enable(3, 1); "
              + graphs.stream()
                  .map("SPARQL CLEAR GRAPH <%s>; "::formatted)
                  .collect(Collectors.joining())
              + "checkpoint;");
    }
  }

  @Override
  public void load(Path dump, Contents contents, Consumer<String> say) throws IOException {
    Path file = dump.toAbsolutePath().normalize();
    String name = quoted(file.toString());
    run(
        "DELETE FROM DB.DBA.load_list WHERE ll_file = %s; ".formatted(name)
            + "ld_dir(%s, %s, 'urn:x-no-graph'); "
                .formatted(
                    quoted(String.valueOf(file.getParent())),
                    quoted(String.valueOf(file.getFileName())))
            + "rdf_loader_run(); checkpoint;");
    String error =
        run(
            "SELECT coalesce(ll_error, 'none') FROM DB.DBA.load_list WHERE ll_file = %s;"
                .formatted(name));
    if (!error.contains("none")) {
      throw new IOException(
          "Virtuoso at %s does not load %s: %s; DirsAllowed in virtuoso.ini must name its folder"
              .formatted(endpoint, file, error.isBlank() ? "it does not see the file" : error));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// Runs statements of SQL and returns what they print.
  private String run(String statements) throws IOException {
    Process isql =
        new ProcessBuilder(
                program(),
                sql.orElse(endpoint.getHost() + ":1111"),
                "dba",
                password,
                "VERBOSE=OFF",
                "BANNER=OFF",
                "exec=" + statements)
            .redirectErrorStream(true)
            .start();
    isql.getOutputStream().close();
    String said = new String(isql.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (isql.waitFor() != 0 || FAULT.matcher(said).find()) {
        throw new IOException("Virtuoso at %s says: %s".formatted(endpoint, said));
      }
    } catch (InterruptedException e) {
      isql.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("the build was interrupted", e);
    }
    return said;
  }

  private static String program() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String program : PROGRAMS) {
      if (Stream.of(path.split(":", -1))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
        return program;
      }
    }
    throw new IOException(
        "Virtuoso's program isql is not on the path; install virtuoso-opensource-7-bin");
  }
}
