package org.techrace.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.Origins;
import org.techrace.engine.expression.Linker;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Adds the row of the table, or the line of the RDF file, to findings about the graph, because a
/// curator has to correct it there.
final class Tracing {
  private final Project project;
  private final Map<String, Map<Node, Place>> rows = new HashMap<>();

  private Tracing(Project project) {
    this.project = project;
  }

  /// Adds findings to a report. Errors and warnings get the place that their node comes from; for
  /// that, their sources are mapped or read again.
  static void add(Report found, Project project, Report report) throws IOException {
    Tracing tracing = new Tracing(project);
    Map<String, Set<Node>> wanted = new HashMap<>();
    for (Finding finding : found.findings()) {
      if (finding.place() instanceof Place.InGraph node && isToCorrect(finding)) {
        wanted
            .computeIfAbsent(node.source(), _ -> new HashSet<>())
            .add(NodeFactory.createURI(node.iri()));
      }
    }
    for (Source source : project.sources()) {
      Set<Node> nodes = wanted.getOrDefault(source.name(), Set.of());
      if (!nodes.isEmpty()) {
        tracing.look(source, nodes);
      }
    }
    report.addAll(found, tracing::withRow);
  }

  private static boolean isToCorrect(Finding finding) {
    return finding.severity() != Severity.INFO;
  }

  private void look(Source source, Set<Node> nodes) throws IOException {
    if (!Files.exists(source.mapping())) {
      Map<Node, Place> lines = new HashMap<>();
      for (RdfFile file : project.rdfFiles(source, project.access())) {
        file.places(nodes).forEach(lines::putIfAbsent);
      }
      rows.put(source.name(), lines);
      return;
    }
    Optional<Mapping> mapping =
        MappingReader.read(
            project.file(source.mapping()), project.elsewhere(), project.rdf(), new Report());
    if (mapping.isPresent()) {
      rows.put(source.name(), Origins.of(mapping.get(), options(), nodes));
    }
  }

  private EngineOptions options() throws IOException {
    return EngineOptions.DEFAULT
        .withAccess(project.access())
        .withFunctionsOf(project.functions(), new Report())
        .withLinker(Linker.NONE);
  }

  private Finding withRow(Finding finding) {
    if (isToCorrect(finding) && finding.place() instanceof Place.InGraph node) {
      Place row = rows.getOrDefault(node.source(), Map.of()).get(NodeFactory.createURI(node.iri()));
      if (row != null) {
        return new Finding(finding.severity(), row, node.node() + ": " + finding.message());
      }
    }
    return finding;
  }
}
