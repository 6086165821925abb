package org.techrace.mapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.rdf.Tool;
import org.techrace.report.Nearest;

/// Reads logical targets (RML-IO, section 3).
final class TargetReader {
  private static final String FORMATS = "http://www.w3.org/ns/formats/";

  private final SourceReader sources;
  private final Map<Path, Target> ofFiles = new HashMap<>();

  TargetReader(SourceReader sources) {
    this.sources = sources;
  }

  /// Returns the targets of a term map, language map or datatype map.
  List<Target> of(RmlResource map) {
    List<Target> targets = new ArrayList<>();
    for (Node node : map.all("logicalTarget")) {
      read(map.of(node)).ifPresent(targets::add);
    }
    return targets;
  }

  private Optional<Target> read(RmlResource map) {
    map.allowOnly("a logical target", Set.of("target", "serialization", "compression", "encoding"));
    Optional<RmlResource> file = map.one("target").map(map::of);
    file.ifPresent(f -> f.allowOnly("a target", Set.of("root", "path")));
    file.ifPresent(f -> f.allowOnlyTool("a target", Set.of("pathTemplate")));
    Optional<String> template = file.flatMap(f -> f.value(Tool.PATH_TEMPLATE));
    Optional<String> path =
        template.isPresent()
            ? Optional.of("")
            : file.flatMap(f -> f.text("path").or(() -> dataDump(f)));
    if (file.isEmpty() || path.isEmpty()) {
      map.error("the logical target needs an rml:target with an rml:path");
      return Optional.empty();
    }
    Optional<Target.Name> named = template.flatMap(text -> parsed(map, text));
    if (template.isPresent() && named.isEmpty()) {
      return Optional.empty();
    }
    String name = map.iri("serialization").orElse(FORMATS + "N-Quads").replace(FORMATS, "");
    Optional<Serialization> serialization = Serialization.named(name);
    if (serialization.isEmpty()) {
      List<String> known = Stream.of(Serialization.values()).map(Serialization::localName).toList();
      map.error(
          "the serialization '%s' is not supported; %s"
              .formatted(name, Nearest.suggest(name, known)));
      return Optional.empty();
    }
    return sources
        .root(file.get())
        .flatMap(root -> SourceReader.within(map, root, path.get()))
        .map(
            at ->
                new Target(
                    map.place(),
                    at.normalize(),
                    named,
                    serialization.get(),
                    SourceReader.compression(map, ""),
                    SourceReader.charset(map)))
        .map(target -> named.isPresent() ? target : onceForEachFile(target, map));
  }

  private static Optional<Target.Name> parsed(RmlResource map, String template) {
    try {
      Expression.Template parsed = TemplateParser.parse(template);
      return Optional.of(new Target.Name(parsed.texts(), parsed.references()));
    } catch (IllegalArgumentException e) {
      map.error(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// Returns the file of a VoID or DCAT data set, as targets were described before RML-IO.
  private static Optional<String> dataDump(RmlResource target) {
    return Stream.of("http://rdfs.org/ns/void#dataDump", "http://www.w3.org/ns/dcat#dataDump")
        .flatMap(property -> target.all(NodeFactory.createURI(property)).stream())
        .map(node -> node.isLiteral() ? node.getLiteralLexicalForm() : node.toString())
        .map(iri -> iri.replaceFirst("^file:(//)?", ""))
        .findFirst();
  }

  /// Merges targets of the same file. Reports targets that write the file differently.
  private Target onceForEachFile(Target target, RmlResource map) {
    Target first = ofFiles.computeIfAbsent(target.file(), file -> target);
    if (!first.writesLike(target)) {
      map.error(
          "the file %s has another serialization, compression or encoding in the target at %s; give each target its own file"
              .formatted(target.file().getFileName(), first.at()));
    }
    return first;
  }
}
