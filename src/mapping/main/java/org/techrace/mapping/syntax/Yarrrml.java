package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Translates a YARRRML document to RML (specification of 26 January 2023).
///
/// A mapping with several sources or subjects becomes a triples map for each combination. Keys that
/// have no meaning in RML, or are not supported, are errors.
final class Yarrrml {
  private static final String DEFAULT_BASE = "http://mapping.example.com/";
  private static final Set<String> DOCUMENT =
      Set.of(
          "prefixes",
          "base",
          "sources",
          "source",
          "targets",
          "target",
          "mappings",
          "mapping",
          "m",
          "authors",
          "author",
          "a",
          "external");
  private static final Set<String> MAPPING =
      Set.of(
          "sources",
          "source",
          "subjects",
          "subject",
          "s",
          "predicateobjects",
          "predicateobject",
          "po",
          "graphs",
          "graph",
          "g",
          "condition");
  private static final Set<String> PREDICATE_OBJECT =
      Set.of(
          "predicates",
          "predicate",
          "p",
          "objects",
          "object",
          "o",
          "graphs",
          "graph",
          "g",
          "condition",
          "inversepredicates",
          "inversepredicate",
          "iv",
          "i",
          "datatype",
          "language",
          "type");

  private static final String[] INVERSE = {"inversepredicates", "inversepredicate", "iv", "i"};

  private final TurtleText turtle = new TurtleText();
  private final YarrrmlNames names = new YarrrmlNames(turtle);
  private final YarrrmlSources sources;
  private final YarrrmlTerms terms;

  private final Map<String, Head> heads = new LinkedHashMap<>();

  private final Set<String> used = new HashSet<>();

  private Yarrrml(YamlValue document) {
    document
        .get("prefixes")
        .map(YamlValue::present)
        .orElse(List.of())
        .forEach(e -> names.add(e.key(), e.value().text()));
    Map<String, String> external = new HashMap<>();
    document
        .get("external")
        .map(YamlValue::present)
        .orElse(List.of())
        .forEach(e -> external.put(e.key(), e.value().text()));
    sources = new YarrrmlSources(names, turtle, external);
    terms = new YarrrmlTerms(names, sources, external);
    turtle.prefix("rml", "http://w3id.org/rml/");
    turtle.prefix("", document.get("base").map(YamlValue::text).orElse(DEFAULT_BASE));
  }

  /// Translates a document. Reports errors, and then returns empty.
  static Optional<Translation> translate(String text, String name, Report report) {
    Optional<YamlValue> parsed = YamlValue.parse(text, name, report);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    YamlValue document = parsed.get();
    if (!document.isMap()) {
      document.error("the document is not a map; expected the keys prefixes, sources and mappings");
      return Optional.empty();
    }
    long errors = report.count(Severity.ERROR);
    try {
      Translation made = new Yarrrml(document).translate(document);
      return report.count(Severity.ERROR) == errors ? Optional.of(made) : Optional.empty();
    } catch (IllegalStateException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Translation translate(YamlValue document) {
    document.allowOnly("a YARRRML document", DOCUMENT);
    sources.read(document);
    List<YamlValue.Entry> mappings =
        document.get("mappings", "mapping", "m").map(YamlValue::entries).orElse(List.of());
    if (mappings.isEmpty()) {
      document.error("the document has no mappings; add the key mappings");
    }
    mappings.forEach(entry -> heads.put(entry.key(), head(entry)));
    mappings.forEach(this::mapping);
    return turtle.finish();
  }

  /// What a mapping has apart from its predicates: its triples maps, one for each source and
  /// subject, and the condition and the graphs of all of them.
  private record Head(List<TriplesMap> maps, List<String> condition, List<String> graphs) {}

  /// The parts of a triples map as Turtle.
  private record TriplesMap(String name, String source, String subject) {}

  private Head head(YamlValue.Entry entry) {
    YamlValue mapping = entry.value();
    mapping.allowOnly("a mapping", MAPPING);
    List<String> subjects = new ArrayList<>();
    for (YamlValue subject :
        mapping.get("subjects", "subject", "s").map(YamlValue::items).orElse(List.of())) {
      terms.subject(subject).ifPresent(subjects::add);
    }
    if (subjects.isEmpty()) {
      subjects.add(YarrrmlTerms.NEW_NODE);
    }
    List<TriplesMap> maps = new ArrayList<>();
    for (String source : sources.of(mapping)) {
      for (String subject : subjects) {
        maps.add(new TriplesMap(nameFor(entry.key()), source, subject));
      }
    }
    return new Head(
        maps,
        terms.condition(mapping),
        mapping.all("graphs", "graph", "g").stream().map(terms::graph).toList());
  }

  /// Returns an unused local name for a triples map.
  private String nameFor(String mapping) {
    String plain = mapping.replaceAll("[^\\p{IsLatin}0-9_-]+", "-").replaceAll("^[^A-Za-z_]+", "");
    String name = plain.isEmpty() || !plain.matches("[A-Za-z0-9_-]+") ? "map" : plain;
    String candidate = name;
    for (int i = 2; !used.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  private void mapping(YamlValue.Entry entry) {
    Head head = heads.getOrDefault(entry.key(), new Head(List.of(), List.of(), List.of()));
    List<Line> parts = new ArrayList<>();
    for (YamlValue part : entry.value().all("predicateobjects", "predicateobject", "po")) {
      predicateObject(part).ifPresent(text -> parts.add(new Line(part.line(), text)));
      inverses(entry, head, part);
    }
    for (TriplesMap map : head.maps) {
      triplesMap(
          entry.keyValue().line(),
          new TriplesMap(
              map.name,
              map.source,
              join(List.of(List.of(map.subject), head.condition, head.graphs))),
          parts);
    }
  }

  private void triplesMap(long line, TriplesMap map, List<Line> parts) {
    turtle.line(line, ":%s a rml:TriplesMap ;".formatted(map.name));
    turtle.line(line, "    rml:logicalSource [ %s ] ;".formatted(map.source));
    turtle.line(
        line, "    rml:subjectMap [ %s ]%s".formatted(map.subject, parts.isEmpty() ? " ." : " ;"));
    for (int i = 0; i < parts.size(); i++) {
      turtle.line(
          parts.get(i).origin,
          "    rml:predicateObjectMap [ %s ]%s"
              .formatted(parts.get(i).text, i + 1 == parts.size() ? " ." : " ;"));
    }
    turtle.line(0, "");
  }

  private static String join(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).collect(Collectors.joining(" ; "));
  }

  /// Adds the triples maps of the inverse predicates of a part: their subjects are its objects, and
  /// their objects the subjects of the mapping.
  private void inverses(YamlValue.Entry entry, Head head, YamlValue part) {
    if (!part.isMap() || !YarrrmlTerms.has(part, INVERSE)) {
      return;
    }
    List<String> predicates = part.all(INVERSE).stream().map(terms::predicate).toList();
    List<String> graphs = new ArrayList<>(head.graphs);
    part.all("graphs", "graph", "g").forEach(graph -> graphs.add(terms.graph(graph)));
    boolean isClass = isClass(part.all("predicates", "predicate", "p"));
    String name = entry.key() + "-inverse";
    for (YamlValue object : objects(part.get("objects", "object", "o"))) {
      List<YamlValue> linked =
          object.isMap() ? object.all("mapping", "mappings", "m") : List.<YamlValue>of();
      Optional<String> node =
          linked.isEmpty() ? terms.nodeOf(object, isClass) : Optional.<String>empty();
      for (TriplesMap map : head.maps) {
        if (map.subject.startsWith(YarrrmlTerms.NEW_NODE)) {
          part.error("an inverse predicate points to the subject; add a value to the subject");
          return;
        }
        String back =
            "rml:objectMap [ %s ]".formatted(join(List.of(List.of(map.subject), head.condition)));
        node.ifPresent(
            term ->
                triplesMap(
                    part.line(),
                    new TriplesMap(
                        nameFor(name),
                        map.source,
                        join(List.of(List.of(term), terms.condition(part)))),
                    List.of(
                        new Line(part.line(), join(List.of(predicates, List.of(back), graphs))))));
        for (YamlValue other : linked) {
          Head parent = heads.getOrDefault(other.text(), new Head(List.of(), List.of(), List.of()));
          String link = terms.link(":" + map.name, object.all("condition"), true);
          for (TriplesMap of : parent.maps) {
            triplesMap(
                part.line(),
                new TriplesMap(
                    nameFor(name), of.source, join(List.of(List.of(of.subject), parent.condition))),
                List.of(new Line(part.line(), join(List.of(predicates, List.of(link), graphs)))));
          }
        }
      }
    }
  }

  private record Line(long origin, String text) {}

  /// Returns the properties of a predicate-object map; empty after an error.
  private Optional<String> predicateObject(YamlValue part) {
    if (part.isMap()) {
      part.allowOnly("predicates and objects", PREDICATE_OBJECT);
      if (YarrrmlTerms.has(part, "datatype", "language", "type")) {
        part.error("a datatype, language or type belongs to an object; move it to the key objects");
        return Optional.empty();
      }
      List<YamlValue> predicates = part.all("predicates", "predicate", "p");
      if (predicates.isEmpty() && YarrrmlTerms.has(part, INVERSE)) {
        return Optional.empty();
      }
      return predicateObject(
          part,
          predicates,
          objects(part.get("objects", "object", "o")),
          part.all("graphs", "graph", "g"),
          part.get("condition"),
          Optional.empty());
    }
    List<YamlValue> parts = part.items();
    if (parts.size() < 2 || parts.size() > 3) {
      part.error("expected [predicate, object], or [predicate, object, datatype or language]");
      return Optional.empty();
    }
    return predicateObject(
        part,
        parts.getFirst().items(),
        parts.get(1).items(),
        List.of(),
        Optional.empty(),
        parts.stream().skip(2).filter(value -> !value.isNull()).findFirst());
  }

  private boolean isClass(List<YamlValue> predicates) {
    return !predicates.isEmpty() && predicates.stream().allMatch(terms::isType);
  }

  /// Returns the objects of a map. A list such as [$(name), en~lang] is a single one.
  private static List<YamlValue> objects(Optional<YamlValue> value) {
    if (value.isEmpty()) {
      return List.of();
    }
    List<YamlValue> items = value.get().items();
    boolean isOne =
        value.get().isList()
            && items.size() == 2
            && items.get(1).isText()
            && items.get(1).text().endsWith("~lang");
    return isOne ? List.of(value.get()) : items;
  }

  private Optional<String> predicateObject(
      YamlValue at,
      List<YamlValue> predicates,
      List<YamlValue> objects,
      List<YamlValue> graphs,
      Optional<YamlValue> condition,
      Optional<YamlValue> more) {
    if (predicates.isEmpty() || objects.isEmpty()) {
      at.error("expected a predicate and an object");
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    predicates.forEach(predicate -> parts.add(terms.predicate(predicate)));
    boolean isClass = isClass(predicates);
    List<String> outer = condition.isPresent() ? terms.condition(at) : List.of();
    for (YamlValue object : objects) {
      if (object.isMap() && YarrrmlTerms.has(object, "mapping", "mappings", "m")) {
        parts.addAll(links(object, condition));
      } else if (more.isPresent() && object.isText()) {
        parts.add(
            terms.object(
                object,
                object.text(),
                isClass,
                Optional.of(terms.datatypeOrLanguage(more.get())),
                outer));
      } else {
        terms.object(object, isClass, outer).ifPresent(parts::add);
      }
    }
    graphs.forEach(graph -> parts.add(terms.graph(graph)));
    return Optional.of(String.join(" ; ", parts));
  }

  private List<String> links(YamlValue object, Optional<YamlValue> condition) {
    if (condition.isPresent()) {
      object.error(
          "a link cannot have a condition of its predicate; move the condition to the link");
    }
    List<String> links = new ArrayList<>();
    for (YamlValue name : object.all("mapping", "mappings", "m")) {
      Head parent = heads.get(name.text());
      if (parent == null) {
        name.error(
            "there is no mapping '%s'; %s"
                .formatted(name.text(), Nearest.suggest(name.text(), heads.keySet())));
      } else {
        parent.maps.forEach(
            map -> links.add(terms.link(":" + map.name, object.all("condition"), false)));
      }
    }
    return links;
  }
}
