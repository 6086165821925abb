package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Programs in JavaScript for OpenAPI, which `.ci/run` installs: a linter, and a client that is
/// made from a description.
final class OpenApiClients {
  private static final Path FOLDER =
      Path.of(System.getProperty("techrace.openapi", "target/openapi"));

  private OpenApiClients() {}

  /// Skips the test if the programs are not installed.
  static void assumeInstalled() {
    assumeTrue(
        Files.exists(FOLDER.resolve("node_modules/.bin/redocly")),
        "the programs for OpenAPI are not installed in " + FOLDER + " (see .ci/run)");
  }

  /// Requires that the linter finds no error.
  static void lint(String description) throws Exception {
    Path file = Files.writeString(FOLDER.resolve("openapi.json"), description);
    run("node_modules/.bin/redocly", "lint", "--format=stylish", file.getFileName().toString());
  }

  /// Returns the answer of an operation, called by a client that is made from a description.
  static String call(String description, String operation, String parameters) throws Exception {
    Files.copy(
        Path.of("src/server/test/resources/serve/openapi/client.mjs"),
        FOLDER.resolve("client.mjs"),
        StandardCopyOption.REPLACE_EXISTING);
    return run("node", "client.mjs", description, operation, parameters);
  }

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
