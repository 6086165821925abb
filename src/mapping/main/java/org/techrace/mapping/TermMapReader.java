package org.techrace.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.LanguageTags;
import org.techrace.rdf.LexicalForms;
import org.techrace.rdf.RdfVersion;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Nearest;

/// Reads term maps (RML-Core, section 5), gather maps (RML-CC), star maps (RML-star) and
/// referencing object maps.
final class TermMapReader {
  private static final Set<String> TERM_MAP =
      ExpressionReader.propertiesAnd("termType", "logicalTarget");
  private static final String[] GATHER = {
    "gather", "gatherAs", "allowEmptyListAndContainer", "strategy"
  };
  private static final Set<String> SUBJECT_MAP =
      ExpressionReader.propertiesAnd(
          with(GATHER, "termType", "logicalTarget", "class", "graphMap", "graph"));
  private static final Set<String> OBJECT_MAP =
      ExpressionReader.propertiesAnd(
          with(
              GATHER,
              "termType",
              "logicalTarget",
              "language",
              "languageMap",
              "datatype",
              "datatypeMap"));
  private static final Set<String> STAR_MAP =
      Set.of("quotedTriplesMap", "joinCondition", "logicalTarget");
  private static final Set<String> SUBJECT_STAR_MAP =
      Set.of("quotedTriplesMap", "joinCondition", "logicalTarget", "class", "graphMap", "graph");
  private static final Set<String> REF_OBJECT_MAP =
      Set.of("parentTriplesMap", "joinCondition", "logicalTarget");

  private static final String EQUAL = "https://w3id.org/imec/idlab/function#equal";

  private final ExpressionReader expressions = new ExpressionReader();
  private final TargetReader targets;
  private final RdfVersion rdf;

  TermMapReader(TargetReader targets, RdfVersion rdf) {
    this.targets = targets;
    this.rdf = rdf;
  }

  /// The position of a term map's terms in a quad.
  enum Position {
    SUBJECT("a subject map"),
    PREDICATE("a predicate map"),
    OBJECT("an object map"),
    GRAPH("a graph map");

    final String kind;

    Position(String kind) {
      this.kind = kind;
    }

    private Set<String> properties() {
      return switch (this) {
        case SUBJECT -> SUBJECT_MAP;
        case PREDICATE, GRAPH -> TERM_MAP;
        case OBJECT -> OBJECT_MAP;
      };
    }

    private boolean allows(TermType type) {
      return switch (this) {
        case SUBJECT, GRAPH -> type.isIri() || type == TermType.BLANK_NODE;
        case PREDICATE -> type.isIri();
        case OBJECT -> true;
      };
    }
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  /// Reads the term maps of a property and of its constant shortcut.
  List<TermMap> all(RmlResource owner, String property, String shortcut, Position position) {
    List<TermMap> maps = new ArrayList<>();
    owner.all(property).forEach(n -> read(owner.of(n), position).ifPresent(maps::add));
    owner.all(shortcut).forEach(n -> constant(owner, n, position).ifPresent(maps::add));
    return maps;
  }

  /// Reads the object maps of `rml:objectMap` and `rml:object`.
  List<ObjectMap> objects(RmlResource owner) {
    List<ObjectMap> maps = new ArrayList<>();
    owner.all("objectMap").forEach(n -> object(owner.of(n)).ifPresent(maps::add));
    owner.all("object").forEach(n -> constant(owner, n, Position.OBJECT).ifPresent(maps::add));
    return maps;
  }

  private Optional<? extends ObjectMap> object(RmlResource map) {
    return map.has("parentTriplesMap") ? reference(map) : read(map, Position.OBJECT);
  }

  /// Returns the term map that a constant shortcut property is short for.
  Optional<TermMap> constant(RmlResource owner, Node term, Position position) {
    return checked(
        owner,
        new TermMap(
            owner.place(),
            new Expression.Constant(term),
            typeOf(term),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        position);
  }

  /// Reads a term map. Reports errors, and then returns empty.
  Optional<TermMap> read(RmlResource map, Position position) {
    if (map.has("quotedTriplesMap")
        && (position == Position.SUBJECT || position == Position.OBJECT)) {
      return star(map, position);
    }
    map.allowOnly(position.kind, position.properties());
    List<Target> written = new ArrayList<>(targets.of(map));
    Optional<Expression> language = inner(map, "languageMap", "language", written);
    Optional<Expression> datatype = inner(map, "datatypeMap", "datatype", written);
    language.ifPresent(l -> checkLanguage(map, l, rdf));
    datatype.ifPresent(d -> checkDatatype(map, d));
    if (language.isPresent() && datatype.isPresent()) {
      map.error("the object map has a language and a datatype; expected one of them");
    }
    Optional<TermMap.Gather> gather = map.has("gather") ? gather(map) : Optional.empty();
    Optional<Expression> expression = expressions.read(map, position.kind);
    if (!ExpressionReader.definesValues(map)) {
      if (gather.isPresent() || isBlankNode(map)) {
        // Each iteration has its own blank node (RML-Core, section 5.3; RML-CC, section 4).
        expression = Optional.of(new Expression.Fresh());
      } else {
        map.error(
            ("%s needs one of rml:constant, rml:reference, rml:template, rml:functionExecution;"
                    + " found none")
                .formatted(position.kind));
      }
    }
    boolean isLiteral = language.isPresent() || datatype.isPresent();
    expression = expression.map(e -> resource(map, e, position));
    return expression.flatMap(
        e -> {
          TermType type = termType(map, e, position, isLiteral, gather.isPresent());
          return checked(
              map,
              new TermMap(map.place(), e, type, language, datatype, gather, written),
              position);
        });
  }

  /// Reads a star map: as a subject, it generates the reifiers of triples, because RDF 1.2 has no
  /// triple terms as subjects.
  private Optional<TermMap> star(RmlResource map, Position position) {
    boolean isSubject = position == Position.SUBJECT;
    map.allowOnly("a star map", isSubject ? SUBJECT_STAR_MAP : STAR_MAP);
    if (!rdf.hasTripleTerms()) {
      map.error(RdfVersion.tripleTermNeeded());
    }
    return map.one("quotedTriplesMap")
        .map(
            quoted ->
                new TermMap(
                    map.place(),
                    new Expression.Quoted(
                        new RefObjectMap(
                            map.place(), map.of(quoted).name(), joins(map), List.of())),
                    isSubject ? TermType.BLANK_NODE : TermType.TRIPLE_TERM,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    targets.of(map)));
  }

  private static boolean isBlankNode(RmlResource map) {
    return map.all("termType").equals(List.of(Rml.term(TermType.BLANK_NODE.localName)));
  }

  private static Optional<TermMap> checked(RmlResource place, TermMap map, Position position) {
    if (map.expression() instanceof Expression.Constant(Node term)
        && typeOf(term) != map.type()
        && !(term.isURI() && map.type().isIri())) {
      place.error(
          "the constant %s cannot be a %s; change the constant or rml:termType"
              .formatted(RmlResource.show(term), map.type().localName));
      return Optional.empty();
    }
    if (!position.allows(map.type())) {
      place.error(
          "%s generates a %s; %s"
              .formatted(
                  position.kind,
                  map.type().localName,
                  position == Position.PREDICATE
                      ? "a predicate must be an IRI"
                      : "expected an IRI or a blank node: only an object may be a literal"));
      return Optional.empty();
    }
    return Optional.of(map);
  }

  /// Returns the IRI that a constant text means, as in the output of yarrrml-parser.
  private static Expression resource(RmlResource map, Expression expression, Position position) {
    if (!(expression instanceof Expression.Constant(Node term)) || !term.isLiteral()) {
      return expression;
    }
    String text = term.getLiteralLexicalForm();
    String type = map.all("termType").stream().map(Node::toString).findFirst().orElse("");
    boolean isIri =
        type.equals(Rml.NS + TermType.IRI.localName)
            || (type.isEmpty() && position != Position.OBJECT);
    if (isIri && SafeIris.isAbsolute(text) && SafeIris.fault(text) == null) {
      map.info("the constant is a text and stands for an IRI; write <%s>".formatted(text));
      return new Expression.Constant(NodeFactory.createURI(text));
    }
    return expression;
  }

  private static TermType termType(
      RmlResource map, Expression expression, Position position, boolean literal, boolean gather) {
    Optional<String> given = map.iri("termType");
    if (given.isPresent()) {
      String name = given.get().replace(Rml.NS, "");
      List<TermType> types =
          Stream.of(TermType.values()).filter(t -> t != TermType.TRIPLE_TERM).toList();
      for (TermType type : types) {
        if (type.localName.equals(name)) {
          return type;
        }
      }
      List<String> known = types.stream().map(t -> t.localName).toList();
      map.error("rml:termType is <%s>; %s".formatted(given.get(), Nearest.suggest(name, known)));
    }
    return defaultType(expression, position == Position.OBJECT && !gather, literal);
  }

  private static TermType defaultType(Expression expression, boolean object, boolean literal) {
    return switch (expression) {
      case Expression.Constant(Node term) -> typeOf(term);
      case Expression.Template _ -> object && literal ? TermType.LITERAL : TermType.IRI;
      case Expression.Reference _, Expression.Call _ -> object ? TermType.LITERAL : TermType.IRI;
      case Expression.Conditional(_, Expression value) -> defaultType(value, object, literal);
      case Expression.Fresh _ -> TermType.BLANK_NODE;
      case Expression.Quoted _ -> TermType.TRIPLE_TERM;
    };
  }

  private static TermType typeOf(Node term) {
    if (term.isURI()) {
      return TermType.IRI;
    }
    return term.isLiteral() ? TermType.LITERAL : TermType.BLANK_NODE;
  }

  private Optional<Expression> inner(
      RmlResource map, String property, String shortcut, List<Target> written) {
    Optional<Node> node = map.one(property);
    Optional<Node> constant = map.one(shortcut);
    if (node.isPresent() && constant.isPresent()) {
      map.error("there are both rml:%s and rml:%s; expected one".formatted(property, shortcut));
    }
    if (node.isPresent()) {
      RmlResource inner = map.of(node.get());
      inner.allowOnly("a " + property.replace("Map", " map"), TERM_MAP);
      written.addAll(targets.of(inner));
      return expressions.read(inner, property);
    }
    return constant.map(Expression.Constant::new);
  }

  private static void checkLanguage(RmlResource map, Expression language, RdfVersion rdf) {
    if (!(language instanceof Expression.Constant(Node tag))) {
      return;
    }
    if (!tag.isLiteral() || !LanguageTags.isValid(tag.getLiteralLexicalForm(), true)) {
      map.error(
          "%s is not a language tag (BCP 47); expected one such as \"en\" or \"zh-Hans\""
              .formatted(RmlResource.show(tag)));
    } else if (!LanguageTags.isValid(tag.getLiteralLexicalForm(), rdf.hasBaseDirections())) {
      map.error(RdfVersion.directionNeeded(tag.getLiteralLexicalForm()));
    }
  }

  private static void checkDatatype(RmlResource map, Expression datatype) {
    if (datatype instanceof Expression.Constant(Node type)) {
      if (!type.isURI()) {
        map.error(
            "rml:datatype is %s; expected an IRI such as xsd:integer"
                .formatted(RmlResource.show(type)));
      } else if (type.equals(RDF.langString.asNode()) || type.equals(RDF.dirLangString.asNode())) {
        map.error(
            "the datatype rdf:%s is that of literals with a language; expected rml:language instead"
                .formatted(type.getLocalName()));
      } else if (LexicalForms.isUnknownOfXsd(type.getURI())) {
        map.error(
            "the datatype <%s> is not defined in XML Schema; %s"
                .formatted(
                    type.getURI(), Nearest.suggest(type.getLocalName(), LexicalForms.ofXsd())));
      }
    }
  }

  private Optional<TermMap.Gather> gather(RmlResource map) {
    List<ObjectMap> items = new ArrayList<>();
    for (Node node : map.list("gather")) {
      object(map.of(node)).ifPresent(items::add);
    }
    String as = map.iri("gatherAs").orElse("").replaceFirst(".*#", "");
    for (TermMap.Kind kind : TermMap.Kind.values()) {
      if (kind.localName.equals(as)) {
        return Optional.of(
            new TermMap.Gather(
                items,
                kind,
                map.text("allowEmptyListAndContainer").filter("true"::equals).isPresent(),
                map.iri("strategy").filter((Rml.NS + "cartesianProduct")::equals).isPresent()));
      }
    }
    map.error("rml:gatherAs is missing; expected rdf:List, rdf:Bag, rdf:Seq or rdf:Alt");
    return Optional.empty();
  }

  private Optional<RefObjectMap> reference(RmlResource map) {
    map.allowOnly("a referencing object map", REF_OBJECT_MAP);
    return map.one("parentTriplesMap")
        .map(
            parent ->
                new RefObjectMap(map.place(), map.of(parent).name(), joins(map), targets.of(map)));
  }

  private List<RefObjectMap.Join> joins(RmlResource map) {
    List<RefObjectMap.Join> joins = new ArrayList<>();
    for (Node node : map.all("joinCondition")) {
      join(map.of(node)).ifPresent(joins::add);
    }
    return joins;
  }

  /// Reads a join condition.
  Optional<RefObjectMap.Join> join(RmlResource map) {
    if (map.has("functionValue")) {
      return oldJoin(map);
    }
    map.allowOnly("a join condition", Set.of("child", "childMap", "parent", "parentMap"));
    Optional<Expression> child = side(map, "childMap", "child");
    Optional<Expression> parent = side(map, "parentMap", "parent");
    if (child.isEmpty() || parent.isEmpty()) {
      map.error("a join condition needs rml:child and rml:parent");
      return Optional.empty();
    }
    return Optional.of(new RefObjectMap.Join(map.place(), child.get(), parent.get()));
  }

  /// Reads a join condition in the first version of FNML: a call of a function that compares a
  /// value of the child and a value of the parent.
  private Optional<RefObjectMap.Join> oldJoin(RmlResource map) {
    Optional<Expression> child = Optional.empty();
    Optional<Expression> parent = Optional.empty();
    RmlResource call = map.of(map.all("functionValue").getFirst());
    for (Node node : call.all("predicateObjectMap")) {
      for (Node argument : map.of(node).all("objectMap")) {
        RmlResource value = map.of(argument);
        Optional<Expression> read = expressions.read(value, "a side of a join condition");
        if (ExpressionReader.readsParent(value)) {
          parent = read;
        } else if (read.filter(e -> !(e instanceof Expression.Constant)).isPresent()) {
          child = read;
        }
      }
    }
    boolean isEqual =
        expressions
            .read(map, "a join condition")
            .filter(
                e -> e instanceof Expression.Call comparison && comparison.function().equals(EQUAL))
            .isPresent();
    if (!isEqual || child.isEmpty() || parent.isEmpty()) {
      map.error(
          "the join condition is a function that cannot be indexed; expected <%s> of a value of the child and an rml:parentTermMap"
              .formatted(EQUAL));
      return Optional.empty();
    }
    return Optional.of(new RefObjectMap.Join(map.place(), child.get(), parent.get()));
  }

  private Optional<Expression> side(RmlResource map, String property, String shortcut) {
    Optional<String> reference = map.text(shortcut);
    if (reference.isPresent()) {
      return reference.map(Expression.Reference::new);
    }
    return map.one(property)
        .flatMap(
            node -> {
              map.of(node).allowOnly("a " + property.replace("Map", " map"), TERM_MAP);
              return expressions.read(map.of(node), property);
            });
  }
}
