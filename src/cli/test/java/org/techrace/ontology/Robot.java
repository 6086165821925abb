package org.techrace.ontology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command line of ROBOT, run in a JVM of its own: its OWL API and Jena are too old for ours.
final class Robot {
  private Robot() {}

  /// Runs `robot report`.
  ///
  /// @param ontology an ontology in RDF/XML
  /// @param options further options of the command
  /// @return the rows of severity ERROR: rule, subject, property, value
  static List<String> errors(Path ontology, Path folder, String... options) throws Exception {
    Path report = Files.createTempFile(folder, "robot", ".tsv");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), "org.obolibrary.robot.CommandLineInterface"));
    command.addAll(List.of("report", "--input", ontology.toString()));
    command.addAll(List.of("--output", report.toString(), "--fail-on", "none"));
    command.addAll(List.of(options));
    Path log = Files.createTempFile(folder, "robot", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("ROBOT did not end well: " + Files.readString(log));
    }
    return Files.readAllLines(report).stream()
        .filter(row -> row.startsWith("ERROR\t"))
        .map(row -> row.substring("ERROR\t".length()))
        .toList();
  }

  private static String classPath() throws IOException {
    Path file = Path.of("target", "robot.classpath");
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; Maven writes it: mvn generate-test-resources");
    }
    return Files.readString(file).strip();
  }
}
