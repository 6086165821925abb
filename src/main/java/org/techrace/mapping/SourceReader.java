package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.techrace.mapping.LogicalSource.Formulation;
import org.techrace.mapping.LogicalSource.Source;
import org.techrace.report.Nearest;

/// Reads logical sources (RML-Core, section 3; RML-IO, section 2).
final class SourceReader {
  private static final Set<String> LOGICAL_SOURCE =
      Set.of("source", "referenceFormulation", "iterator");
  private static final Set<String> SOURCE = Set.of("root", "path", "null", "encoding");

  private final Path folder;

  /// @param folder where the mapping lies
  SourceReader(Path folder) {
    this.folder = folder;
  }

  Optional<LogicalSource> read(Description map) {
    map.allowOnly("a logical source", LOGICAL_SOURCE);
    Optional<Source> source = Optional.empty();
    Optional<Node> node = map.one("source");
    if (node.isEmpty()) {
      map.error("the logical source has no rml:source; add one: it says where the file is");
    } else {
      source = source(map, map.of(node.get()));
    }
    Optional<Formulation> formulation =
        map.iri("referenceFormulation").flatMap(i -> formulation(map, i));
    if (!map.has("referenceFormulation")) {
      map.error("the logical source has no rml:referenceFormulation; add one, such as rml:CSV");
    }
    if (source.isEmpty() || formulation.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogicalSource(map.place(), source.get(), formulation.get(), map.text("iterator")));
  }

  private static Optional<Formulation> formulation(Description map, String iri) {
    String name = iri.replace(Rml.NS, "");
    return switch (name) {
      case "CSV" -> Optional.of(Formulation.CSV);
      default -> {
        map.error(
            "the reference formulation <%s> is not known; %s"
                .formatted(iri, Nearest.suggest(name, List.of("CSV"))));
        yield Optional.empty();
      }
    };
  }

  private Optional<Source> source(Description logicalSource, Description map) {
    if (map.node().isLiteral()) {
      return file(logicalSource, folder, map.node().getLiteralLexicalForm());
    }
    map.allowOnly("a source", SOURCE);
    Optional<String> path = map.text("path");
    if (path.isEmpty()) {
      map.error("the source has no rml:path; expected the path of a file");
      return Optional.empty();
    }
    return root(map).flatMap(root -> file(map, root, path.get()));
  }

  /// The folder a path is relative to (`rml:root`): that of the mapping if it is not said.
  private Optional<Path> root(Description map) {
    Optional<Node> root = map.one("root");
    if (root.isEmpty() || root.get().equals(Rml.term("MappingDirectory"))) {
      return Optional.of(folder);
    }
    if (root.get().equals(Rml.term("CurrentWorkingDirectory"))) {
      return Optional.of(Path.of(""));
    }
    if (root.get().isLiteral()) {
      return Optional.of(folder.resolve(root.get().getLiteralLexicalForm()));
    }
    map.error(
        "rml:root is %s; expected rml:MappingDirectory, rml:CurrentWorkingDirectory or a path"
            .formatted(Description.show(root.get())));
    return Optional.empty();
  }

  private static Optional<Source> file(Description map, Path root, String path) {
    Set<String> nulls = new LinkedHashSet<>();
    nulls.add("");
    if (!map.node().isLiteral()) {
      map.all("null").forEach(n -> nulls.add(n.isLiteral() ? n.getLiteralLexicalForm() : ""));
    }
    List<String> key =
        map.one(Rml.TABLE_SCHEMA, "csvw:tableSchema").stream()
            .flatMap(schema -> map.of(schema).all(Rml.PRIMARY_KEY).stream())
            .map(Node::getLiteralLexicalForm)
            .toList();
    Path file = root.resolve(path);
    return Optional.of(new Source(map.place(), path, file, charset(map), nulls, key));
  }

  private static Charset charset(Description map) {
    Optional<String> encoding = map.iri("encoding").map(iri -> iri.replace(Rml.NS, ""));
    if (encoding.isEmpty()) {
      return StandardCharsets.UTF_8;
    }
    return switch (encoding.get()) {
      case "UTF-8" -> StandardCharsets.UTF_8;
      case "UTF-16" -> StandardCharsets.UTF_16;
      default -> {
        map.error(
            "the encoding rml:%s is not known; %s"
                .formatted(
                    encoding.get(), Nearest.suggest(encoding.get(), List.of("UTF-8", "UTF-16"))));
        yield StandardCharsets.UTF_8;
      }
    };
  }
}
