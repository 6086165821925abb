package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.rdf.Turtle;

/// Translates the values of YARRRML to term maps.
final class YarrrmlTerms {
  /// The properties of a map whose term is a new blank node in each row.
  static final String NEW_NODE = "rml:termType rml:BlankNode";

  private static final String RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

  private static final String LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

  private static final Set<String> VALUE =
      Set.of(
          "value",
          "v",
          "type",
          "datatype",
          "language",
          "targets",
          "target",
          "t",
          "function",
          "fn",
          "f",
          "parameters",
          "pms",
          "condition");
  private static final Set<String> LINK = Set.of("mapping", "mappings", "m", "condition");
  private static final Set<String> FUNCTION =
      Set.of("function", "fn", "f", "parameters", "pms", "type");

  private final YarrrmlNames names;
  private final YarrrmlFunctions functions;
  private final YarrrmlSources sources;
  private final Map<String, String> external;

  YarrrmlTerms(YarrrmlNames names, YarrrmlSources sources, Map<String, String> external) {
    this.names = names;
    this.sources = sources;
    this.external = new HashMap<>(external);
    this.functions = new YarrrmlFunctions(names, this);
  }

  /// The kinds of terms, by the values of `type` and the ends of a shortcut such as `~iri`.
  private enum Kind {
    IRI("rml:IRI"),
    LITERAL("rml:Literal"),
    BLANK("rml:BlankNode");

    private final String rml;

    Kind(String rml) {
      this.rml = rml;
    }
  }

  YarrrmlTemplate template(String text) {
    return YarrrmlTemplate.parse(names.expand(text), external);
  }

  /// Returns the properties of a subject map, separated by semicolons; empty after an error.
  Optional<String> subject(YamlValue value) {
    if (value.isNull()) {
      return Optional.of(NEW_NODE);
    }
    if (value.isText()) {
      return Optional.of(node(value, value.text(), Kind.IRI));
    }
    if (!value.isMap()) {
      value.error("the subject is a list; expected a text or a map with the key value or function");
      return Optional.empty();
    }
    value.allowOnly("a subject", VALUE);
    List<String> parts = new ArrayList<>();
    Kind kind = kind(value).orElse(Kind.IRI);
    if (has(value, "function", "fn", "f")) {
      parts.add(functions.execution(value));
      parts.add("rml:termType " + kind.rml);
    } else if (has(value, "value", "v")) {
      YamlValue text = value.get("value", "v").orElseThrow();
      if (text.isMap()) {
        parts.add(functions.execution(text));
        parts.add("rml:termType " + kind.rml);
      } else {
        parts.add(node(text, text.text(), kind));
      }
    } else {
      parts.add(NEW_NODE);
    }
    parts.addAll(condition(value));
    parts.addAll(sources.targets(value.all("targets", "target", "t")));
    return Optional.of(String.join(" ; ", parts));
  }

  /// Returns the properties of a subject map for an object of an inverse predicate; empty after an
  /// error, because a literal has no predicates.
  ///
  /// @param isClass true if the predicate is `rdf:type`, whose objects are IRIs
  Optional<String> nodeOf(YamlValue object, boolean isClass) {
    if (object.isList() && object.items().size() == 1) {
      return nodeOf(object.items().getFirst(), isClass);
    }
    Optional<Kind> kind = kind(object);
    String text = object.get("value", "v").orElse(object).text();
    boolean isNode = kind.map(k -> k != Kind.LITERAL).orElse(isClass || text.endsWith("~iri"));
    if (!isNode || has(object, "datatype", "language") || object.isList()) {
      object.error(
          "the object of an inverse predicate is a literal, which cannot be a subject; expected an"
              + " IRI: add ~iri to a text, or the key type with iri");
      return Optional.empty();
    }
    Optional<String> node = subject(object);
    if (node.filter(map -> map.startsWith(NEW_NODE)).isPresent()) {
      object.error("the object of an inverse predicate has no value; add the key value");
      return Optional.empty();
    }
    return node;
  }

  /// Returns `rml:predicate IRI` or `rml:predicateMap [ … ]`.
  String predicate(YamlValue value) {
    if (value.isNull()) {
      value.error("the predicate is null; expected an IRI: add it, or remove the object");
      return "";
    }
    if (value.isMap()) {
      if (has(value, "function", "fn", "f")) {
        value.allowOnly("a predicate", FUNCTION);
        return "rml:predicateMap [ " + functions.execution(value) + " ; rml:termType rml:IRI ]";
      }
      return withTargets("predicate", value);
    }
    return isType(value)
        ? "rml:predicate " + names.iri(RDF_TYPE, value)
        : constantOrMap("predicate", value, withoutEnd(value.text(), "~iri"));
  }

  /// Returns true for the predicates `a` and `rdf:type`, whose objects are IRIs.
  boolean isType(YamlValue predicate) {
    return predicate.text().equals("a") || names.expand(predicate.text()).equals(RDF_TYPE);
  }

  /// Returns `rml:graph IRI` or `rml:graphMap [ … ]`.
  String graph(YamlValue value) {
    if (value.isMap() && !has(value, "function", "fn", "f")) {
      return withTargets("graph", value);
    }
    if (value.isMap()) {
      value.allowOnly("a graph", FUNCTION);
      return "rml:graphMap [ " + functions.execution(value) + " ; rml:termType rml:IRI ]";
    }
    return constantOrMap("graph", value, withoutEnd(value.text(), "~iri"));
  }

  /// Returns a predicate or a graph that is a map with the keys `value` and `targets`.
  private String withTargets(String kind, YamlValue map) {
    map.allowOnly("a " + kind, Set.of("value", "v", "type", "targets", "target", "t"));
    Optional<YamlValue> value = map.get("value", "v");
    List<String> targets = sources.targets(map.all("targets", "target", "t"));
    if (value.isEmpty()) {
      map.error("the %s has no value; add the key value".formatted(kind));
      return "";
    }
    return targets.isEmpty()
        ? constantOrMap(kind, value.get(), withoutEnd(value.get().text(), "~iri"))
        : "rml:%sMap [ %s ; %s ]"
            .formatted(
                kind, node(value.get(), value.get().text(), Kind.IRI), String.join(" ; ", targets));
  }

  private String constantOrMap(String property, YamlValue at, String text) {
    YarrrmlTemplate template = template(text);
    names.checkStart(template.isConstant() ? "" : template.texts().getFirst(), at);
    return template.isConstant()
        ? "rml:%s %s".formatted(property, names.iri(template.constant(), at))
        : "rml:%sMap [ %s ; rml:termType rml:IRI ]".formatted(property, template.rml());
  }

  /// Returns `rml:objectMap [ … ]` or `rml:object TERM`.
  ///
  /// @param isClass true if the predicate is `rdf:type`
  /// @param outer the condition of the predicates and objects around, or an empty list
  Optional<String> object(YamlValue value, boolean isClass, List<String> outer) {
    if (value.isList()) {
      return listed(value, isClass, outer);
    }
    if (!value.isMap()) {
      return Optional.of(object(value, value.text(), isClass, Optional.empty(), outer));
    }
    if (has(value, "mapping", "mappings", "m")) {
      value.allowOnly("an object", LINK);
      return Optional.empty();
    }
    value.allowOnly("an object", VALUE);
    List<String> more = new ArrayList<>();
    Optional<YamlValue> datatype = value.get("datatype");
    Optional<YamlValue> language = value.get("language");
    if (language.isPresent() && datatype.isPresent()) {
      if (!isOfLanguages(datatype.get())) {
        value.error("the object has a datatype and a language; expected one of them");
      }
      datatype = Optional.empty();
    }
    datatype.ifPresent(type -> more.add(inner(type, true)));
    language.ifPresent(tag -> more.add(inner(tag, false)));
    List<String> conditions = new ArrayList<>(condition(value));
    if (!conditions.isEmpty() && !outer.isEmpty()) {
      value.error("the object and its predicate both have a condition; expected one of them");
    }
    conditions.addAll(outer);
    conditions.addAll(sources.targets(value.all("targets", "target", "t")));
    Optional<Kind> kind = kind(value);
    if (has(value, "function", "fn", "f")) {
      List<String> parts = new ArrayList<>(List.of(functions.execution(value)));
      Kind made = kind.orElse(isClass ? Kind.IRI : Kind.LITERAL);
      parts.add("rml:termType " + made.rml);
      parts.addAll(more);
      parts.addAll(conditions);
      return Optional.of(map("object", parts));
    }
    Optional<YamlValue> text = value.get("value", "v");
    if (text.isEmpty()) {
      if (kind.filter(k -> k == Kind.BLANK).isEmpty()) {
        value.error("the object has no value; add the key value, function or mapping");
      }
      List<String> parts = new ArrayList<>(List.of(NEW_NODE));
      parts.addAll(conditions);
      return Optional.of(map("object", parts));
    }
    if (text.get().isMap()) {
      return object(text.get(), isClass, join(more, conditions));
    }
    String end = kind.map(k -> k == Kind.IRI ? "~iri" : "").orElse("");
    return kind.filter(k -> k == Kind.BLANK).isPresent()
        ? Optional.of(
            map(
                "object",
                join(List.of(node(text.get(), text.get().text(), Kind.BLANK)), conditions)))
        : Optional.of(
            object(
                text.get(),
                text.get().text() + end,
                isClass && kind.isEmpty(),
                more.isEmpty() ? Optional.empty() : Optional.of(more.getFirst()),
                conditions));
  }

  /// Reads the short form of an object: its value, and a datatype or a language.
  private Optional<String> listed(YamlValue value, boolean isClass, List<String> outer) {
    List<YamlValue> parts = value.items();
    if (parts.isEmpty() || parts.size() > 2) {
      value.error(
          "the object has %d parts; expected a value, and a datatype or a language"
              .formatted(parts.size()));
      return Optional.empty();
    }
    Optional<String> more =
        parts.stream()
            .skip(1)
            .filter(part -> !part.isNull())
            .map(this::datatypeOrLanguage)
            .findFirst();
    if (parts.getFirst().isMap()) {
      return object(parts.getFirst(), isClass, join(outer, more.stream().toList()));
    }
    return Optional.of(object(parts.getFirst(), parts.getFirst().text(), isClass, more, outer));
  }

  String datatypeOrLanguage(YamlValue value) {
    return value.text().endsWith("~lang")
        ? language(withoutEnd(value.text(), "~lang"))
        : datatype(value, value.text());
  }

  /// Returns an object with a text value.
  ///
  /// @param more the datatype or language, as a property of an object map
  String object(
      YamlValue at, String text, boolean isClass, Optional<String> more, List<String> others) {
    if (at.isNull()) {
      at.error("the object is null; expected a value: quote it if it is a text, or remove it");
    }
    boolean isIri = text.endsWith("~iri") || (isClass && more.isEmpty());
    YarrrmlTemplate template = template(withoutEnd(text, "~iri"));
    if (template.isConstant()) {
      String term = isIri ? names.iri(template.constant(), at) : Turtle.quoted(template.constant());
      if (others.isEmpty() && more.isEmpty()) {
        return "rml:object " + term;
      }
      return map(
          "object", join(join(List.of("rml:constant " + literal(term, more)), List.of()), others));
    }
    if (isIri) {
      names.checkStart(template.texts().getFirst(), at);
    }
    List<String> parts = new ArrayList<>(List.of(template.rml()));
    if (isIri || !template.isReference()) {
      parts.add("rml:termType " + (isIri ? Kind.IRI : Kind.LITERAL).rml);
    }
    more.ifPresent(parts::add);
    parts.addAll(others);
    return map("object", parts);
  }

  /// Returns a constant literal with its datatype or language.
  private static String literal(String term, Optional<String> more) {
    return more.map(
            property ->
                property.startsWith("rml:datatype ")
                    ? term + "^^" + property.substring("rml:datatype ".length())
                    : property.startsWith("rml:language ")
                        ? term
                            + "@"
                            + property.substring("rml:language ".length()).replace("\"", "")
                        : term + " ; " + property)
        .orElse(term);
  }

  /// Returns true for the datatype of texts with a language, which may be stated with that.
  private boolean isOfLanguages(YamlValue datatype) {
    YarrrmlTemplate template = template(withoutEnd(datatype.text(), "~iri"));
    return template.isConstant() && template.constant().equals(LANG_STRING);
  }

  String datatype(YamlValue at, String text) {
    YarrrmlTemplate template = template(withoutEnd(text, "~iri"));
    return template.isConstant()
        ? "rml:datatype " + names.iri(template.constant(), at)
        : "rml:datatypeMap [ " + template.rml() + " ; rml:termType rml:IRI ]";
  }

  /// Returns the datatype or the language of an object, which may be a map with a target.
  private String inner(YamlValue value, boolean isDatatype) {
    if (!value.isMap()) {
      return isDatatype ? datatype(value, value.text()) : language(value.text());
    }
    value.allowOnly(
        isDatatype ? "a datatype" : "a language", Set.of("value", "v", "targets", "target", "t"));
    YamlValue text = value.get("value", "v").orElse(value);
    List<String> targets = sources.targets(value.all("targets", "target", "t"));
    String map =
        isDatatype
            ? node(text, text.text(), Kind.IRI)
            : languageTerm(YarrrmlTemplate.parse(text.text(), external));
    return "rml:%sMap [ %s ]"
        .formatted(
            isDatatype ? "datatype" : "language", String.join(" ; ", join(List.of(map), targets)));
  }

  private static String languageTerm(YarrrmlTemplate tag) {
    return tag.isConstant()
        ? "rml:constant " + Turtle.quoted(tag.constant())
        : tag.rml() + " ; rml:termType rml:Literal";
  }

  private String language(String text) {
    YarrrmlTemplate template = YarrrmlTemplate.parse(text, external);
    return template.isConstant()
        ? "rml:language " + Turtle.quoted(template.constant())
        : "rml:languageMap [ %s ]".formatted(languageTerm(template));
  }

  /// Returns the properties of a map for a subject, or for an object that is a node.
  private String node(YamlValue at, String text, Kind kind) {
    YarrrmlTemplate template = template(withoutEnd(text, "~iri"));
    if (template.isConstant()) {
      return kind == Kind.BLANK ? NEW_NODE : "rml:constant " + names.iri(template.constant(), at);
    }
    if (kind == Kind.IRI) {
      names.checkStart(template.texts().getFirst(), at);
    }
    return kind == Kind.IRI && !template.isReference()
        ? template.rml()
        : template.rml() + " ; rml:termType " + kind.rml;
  }

  /// Returns the condition of a map as a property, or an empty list.
  List<String> condition(YamlValue map) {
    return map
        .get("condition")
        .map(c -> "rml:condition [ " + functions.execution(c) + " ]")
        .stream()
        .toList();
  }

  /// Returns the object map that links to a triples map.
  ///
  /// @param parent the name of the triples map
  /// @param conditions the join conditions; a pair of rows must meet all of them
  /// @param isInverse true if the sides of the conditions are swapped
  String link(String parent, List<YamlValue> conditions, boolean isInverse) {
    List<String> parts = new ArrayList<>(List.of("rml:parentTriplesMap " + parent));
    conditions.forEach(
        c -> parts.add("rml:joinCondition [ " + functions.join(c, isInverse) + " ]"));
    return map("object", parts);
  }

  private static String map(String property, List<String> parts) {
    return "rml:%sMap [ %s ]".formatted(property, String.join(" ; ", parts));
  }

  private static List<String> join(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static Optional<Kind> kind(YamlValue map) {
    Optional<YamlValue> type = map.get("type");
    return type.flatMap(
        value ->
            switch (value.text()) {
              case "iri" -> Optional.of(Kind.IRI);
              case "literal" -> Optional.of(Kind.LITERAL);
              case "blank" -> Optional.of(Kind.BLANK);
              default -> {
                value.error(
                    "the type '%s' is not supported; expected iri, literal or blank"
                        .formatted(value.text()));
                yield Optional.empty();
              }
            });
  }

  static boolean has(YamlValue map, String... keys) {
    return map.get(keys).isPresent();
  }

  static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }
}
