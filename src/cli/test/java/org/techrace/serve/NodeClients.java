package org.techrace.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Programs of others in JavaScript, which `.ci/run` installs: for OpenAPI a linter, a client that
/// is made from a description and one that makes types of TypeScript; readers of event streams, of
/// citations, of Data Packages and of RO-Crates; the inspector of the Model Context Protocol.
final class NodeClients {
  private static final Path FOLDER =
      Path.of(System.getProperty("techrace.clients", "target/clients"));

  private NodeClients() {}

  /// Skips the test if the programs are not installed.
  static void assumeInstalled() {
    assumeInstalled("redocly");
  }

  private static void assumeInstalled(String program) {
    assumeTrue(
        Files.exists(FOLDER.resolve("node_modules/.bin").resolve(program)),
        program + " is not installed in " + FOLDER + " (see .ci/run)");
  }

  /// Returns the answer to a request that the inspector of the Model Context Protocol sends; skips
  /// the test if it is not installed.
  static String inspect(String address, String... arguments) throws Exception {
    assumeInstalled("mcp-inspector");
    List<String> command =
        new ArrayList<>(
            List.of("node_modules/.bin/mcp-inspector", "--cli", address, "--transport", "http"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Requires that the linter finds no error.
  static void lint(String description) throws Exception {
    Path file = Files.writeString(FOLDER.resolve("openapi.json"), description);
    run("node_modules/.bin/redocly", "lint", "--format=stylish", file.getFileName().toString());
  }

  /// Returns the answer of an operation, called by a client that is made from a description.
  static String call(String description, String operation, String parameters) throws Exception {
    return script("client.mjs", description, operation, parameters);
  }

  /// Returns the statements of the members of an event stream, each in a line.
  static String members(String stream) throws Exception {
    return run("node_modules/.bin/ldes-client", stream);
  }

  /// Returns a line for each format of a citation: type, title, year and address.
  static String citation(String address) throws Exception {
    return script("cite.mjs", address);
  }

  /// Returns a line for each table of a Data Package: name, number of rows and the last thing. The
  /// tables are read with the types and references of their schemas.
  static String dataPackage(String address) throws Exception {
    return script("frictionless.mjs", address);
  }

  /// Returns what an RO-Crate is called and its licence, then a line for each file: name, size and
  /// address.
  static String crate(String address) throws Exception {
    return script("crate.mjs", address);
  }

  private static String script(String name, String... arguments) throws Exception {
    Files.copy(
        Path.of("src/server/test/resources/serve/clients").resolve(name),
        FOLDER.resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(List.of("node", name));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Returns what a program in TypeScript prints, which uses types that are made from a description
  /// and is compiled strictly.
  static String runTypeScript(String description, String program) throws Exception {
    run("node_modules/.bin/openapi-typescript", description, "-o", "api.d.ts");
    Files.writeString(FOLDER.resolve("program.mts"), program);
    run(
        "node_modules/.bin/tsc",
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "program.mts");
    return run("node", "program.mjs");
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
