package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.csvw.Csvw;
import org.techrace.csvw.Documents;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The W3C test suite of CSV on the Web: conversion to RDF in both modes, and validation. The files
/// are in `suites/csvw.zip` (W3C Test Suite Licence); `suites/csvw.tsv` lists the cases that fail,
/// with the reason.
final class CsvwSuiteTest {
  private static final String BASE = "http://www.w3.org/2013/csvw/tests/";
  private static final Pattern LINK = Pattern.compile("<([^>]*)>.*");

  /// The file of the W3C's site that says where it keeps metadata.
  private static final String SITE =
      "{+url}-metadata.json\ncsv-metadata.json\n{+url}.json\ncsvm.json\n";

  @TempDir private static Path folder = Path.of("");
  private static final Map<String, String> FAILING = new TreeMap<>();

  @BeforeAll
  static void unpack() throws IOException {
    ZippedSuite.unpack("csvw.zip", folder);
    for (String line : Files.readAllLines(Path.of("src/mapping/test/resources/suites/csvw.tsv"))) {
      String[] parts = line.split("\t", 2);
      FAILING.put(parts[0], parts[1]);
    }
  }

  @TestFactory
  Stream<DynamicTest> rdf() throws IOException {
    return cases("manifest-rdf");
  }

  @TestFactory
  Stream<DynamicTest> validation() throws IOException {
    return cases("manifest-validation");
  }

  private static Stream<DynamicTest> cases(String manifest) throws IOException {
    JsonNode root =
        JsonMapper.shared()
            .readTree(Files.readAllBytes(folder.resolve("tests/" + manifest + ".jsonld")));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode entry : root.get("entries")) {
      String id = entry.get("id").asString().replace("#", "/");
      tests.add(
          DynamicTest.dynamicTest(
              id,
              () -> {
                Optional<String> fault = fault(entry);
                if (FAILING.containsKey(id)) {
                  assertThat(fault).as("%s passes; remove it from csvw.tsv", id).isPresent();
                } else {
                  assertThat(fault).as(entry.get("name").asString()).isEmpty();
                }
              }));
    }
    return tests.stream();
  }

  private static Optional<byte[]> read(String url) throws IOException {
    if (url.endsWith("/.well-known/csvm")) {
      return Optional.of(SITE.getBytes(StandardCharsets.UTF_8));
    }
    // A query belongs to the name of a table, not to that of a file.
    Path file =
        folder.resolve("tests").resolve(url.replace(BASE, "").replaceFirst("csv\\?[^.]*$", "csv"));
    return url.startsWith(BASE) && Files.isRegularFile(file)
        ? Optional.of(Files.readAllBytes(file))
        : Optional.empty();
  }

  /// Returns what is wrong with the result of a case.
  private static Optional<String> fault(JsonNode entry) throws IOException {
    String action = entry.get("action").asString();
    String url = action.startsWith("http") ? action : BASE + action;
    JsonNode option = entry.path("option");
    Matcher link = LINK.matcher(entry.path("httpLink").asString(""));
    Csvw.Input input =
        new Csvw.Input(
            url,
            Optional.of(option.path("metadata").asString(""))
                .filter(m -> !m.isEmpty())
                .map(m -> BASE + m),
            link.matches()
                ? Optional.of(url.replaceFirst("[^/]*$", "") + link.group(1))
                : Optional.empty());
    Documents documents = CsvwSuiteTest::read;
    Report report = new Report();
    String type = entry.get("type").asString().replace("csvt:", "");
    Graph made = GraphFactory.createDefaultGraph();
    if (type.contains("Validation")) {
      Csvw.validate(input, documents, report);
    } else {
      boolean minimal = option.path("minimal").asBoolean(false);
      Csvw.convert(input, documents, minimal, StreamRDFLib.graph(made), report);
    }
    boolean hasErrors = report.hasErrors();
    boolean hasWarnings = report.count(Severity.WARN) > 0;
    String findings = report.findings().toString();
    if (type.startsWith("Negative")) {
      return hasErrors ? Optional.empty() : Optional.of("no error; expected one");
    }
    if (hasErrors) {
      return Optional.of("errors: " + findings);
    }
    if (type.contains("Warning") && !hasWarnings) {
      return Optional.of("no warning; expected one");
    }
    if (type.contains("Validation")) {
      return Optional.empty();
    }
    Graph expected = GraphFactory.createDefaultGraph();
    String result = entry.get("result").asString();
    RDFParser.fromString(Files.readString(folder.resolve("tests").resolve(result)), Lang.TURTLE)
        .base(BASE + result)
        .parse(expected);
    return expected.isIsomorphicWith(made)
        ? Optional.empty()
        : Optional.of(
            "expected\n%s\nfound\n%s\n%s".formatted(show(expected), show(made), findings));
  }

  private static String show(Graph graph) {
    return graph.stream().map(Object::toString).sorted().collect(Collectors.joining("\n"));
  }
}
