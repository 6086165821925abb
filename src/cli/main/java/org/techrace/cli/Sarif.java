package org.techrace.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.techrace.release.Digests;
import org.techrace.report.Finding;
import org.techrace.report.Kinds;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints findings in SARIF 2.1.0, which code hosts and editors show on the lines of files. A kind
/// of finding is a rule.
final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private Sarif() {}

  /// Prints the findings.
  ///
  /// @param project the folder that files of findings are relative to
  /// @param root the folder that files of the result are relative to: that of the repository
  static void print(Report report, Path project, Path root, PrintWriter out) {
    ObjectNode log = JsonMapper.shared().createObjectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "techrace").put("semanticVersion", Software.version());
    ArrayNode rules = driver.putArray("rules");
    ArrayNode results = run.putArray("results");
    int rule = 0;
    for (Map.Entry<Kinds.Kind, List<Finding>> kind : Kinds.of(report.findings()).entrySet()) {
      String id = id(kind.getKey());
      rules
          .addObject()
          .put("id", id)
          .putObject("shortDescription")
          .put("text", kind.getKey().message());
      for (Finding finding : kind.getValue()) {
        ObjectNode result = results.addObject();
        result.put("ruleId", id).put("ruleIndex", rule).put("level", level(finding.severity()));
        put(finding, FindingLocation.of(finding, project, root), result);
      }
      rule++;
    }
    out.println(
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(log));
  }

  private static void put(Finding finding, FindingLocation location, ObjectNode result) {
    result.putObject("message").put("text", location.message());
    ObjectNode at = result.putArray("locations").addObject();
    location.place().ifPresent(place -> put(place, at.putObject("physicalLocation")));
    if (finding.place() instanceof Place.InGraph node) {
      at.putArray("logicalLocations").addObject().put("fullyQualifiedName", node.toString());
    }
  }

  private static void put(Place.InFile place, ObjectNode location) {
    location.putObject("artifactLocation").put("uri", uri(place.file()));
    if (place.line() > 0) {
      ObjectNode region = location.putObject("region").put("startLine", place.line());
      if (place.column() > 0) {
        region.put("startColumn", place.column());
      }
    }
  }

  /// Returns a relative reference for a path, or a file URI for an absolute one.
  private static String uri(String file) {
    Path path = Path.of(file);
    String uri = path.toAbsolutePath().toUri().toString();
    String here = Path.of("").toAbsolutePath().toUri().toString();
    return path.isAbsolute() ? uri : uri.substring(here.length());
  }

  /// The same for the same kind in every run, so that a code host can follow it.
  private static String id(Kinds.Kind kind) {
    return "techrace/" + Digests.sha256(kind.severity() + kind.message()).substring(0, 8);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARN -> "warning";
      case INFO -> "note";
    };
  }
}
