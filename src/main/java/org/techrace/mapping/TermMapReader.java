package org.techrace.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.techrace.rdf.LanguageTags;
import org.techrace.report.Nearest;

/// Reads term maps and expression maps (RML-Core, sections 5 and 6).
final class TermMapReader {
  private static final Set<String> EXPRESSION = Set.of("constant", "reference", "template");
  private static final Set<String> TERM_MAP = with(EXPRESSION, "termType");
  private static final Set<String> SUBJECT_MAP = with(TERM_MAP, "class", "graphMap", "graph");
  private static final Set<String> OBJECT_MAP =
      with(TERM_MAP, "language", "languageMap", "datatype", "datatypeMap");

  /// Where in a quad a term map's terms go.
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
        case SUBJECT, GRAPH -> type != TermType.LITERAL;
        case PREDICATE -> type.isIri();
        case OBJECT -> true;
      };
    }
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /// The term maps under a property and its constant shortcut.
  List<TermMap> all(Description owner, String property, String shortcut, Position position) {
    List<TermMap> maps = new ArrayList<>();
    owner.all(property).forEach(n -> read(owner.of(n), position).ifPresent(maps::add));
    owner.all(shortcut).forEach(n -> constant(owner, n, position).ifPresent(maps::add));
    return maps;
  }

  /// The term map that a constant shortcut property stands for.
  Optional<TermMap> constant(Description owner, Node term, Position position) {
    TermMap map =
        new TermMap(
            owner.place(),
            new Expression.Constant(term),
            typeOf(term),
            Optional.empty(),
            Optional.empty());
    return checked(owner, map, position);
  }

  /// Reads a term map; faults are reported.
  Optional<TermMap> read(Description map, Position position) {
    map.allowOnly(position.kind, position.properties());
    Optional<Expression> language = expressionOrShortcut(map, "languageMap", "language");
    Optional<Expression> datatype = expressionOrShortcut(map, "datatypeMap", "datatype");
    language.ifPresent(l -> checkLanguage(map, l));
    if (language.isPresent() && datatype.isPresent()) {
      map.error("the object map has a language and a datatype; expected one of them");
    }
    Optional<Expression> expression = expression(map, position.kind);
    if (expression.isEmpty() && isBlankNode(map)) {
      // A blank node of its own for every iteration (RML-Core, section 5.3).
      expression = Optional.of(new Expression.Fresh());
    } else if (expression.isEmpty() && !hasExpression(map)) {
      map.error(
          "%s needs one of rml:constant, rml:reference, rml:template; found none"
              .formatted(position.kind));
    }
    boolean isLiteral = language.isPresent() || datatype.isPresent();
    return expression.flatMap(
        e ->
            checked(
                map,
                new TermMap(
                    map.place(), e, termType(map, e, position, isLiteral), language, datatype),
                position));
  }

  private static boolean isBlankNode(Description map) {
    return !hasExpression(map)
        && map.all("termType").equals(List.of(Rml.term(TermType.BLANK_NODE.localName)));
  }

  private Optional<TermMap> checked(Description place, TermMap map, Position position) {
    if (map.expression() instanceof Expression.Constant(Node term) && typeOf(term) != map.type()) {
      if (!(typeOf(term) == TermType.IRI && map.type().isIri())) {
        place.error(
            "the constant %s cannot become a %s; change the constant or rml:termType"
                .formatted(Description.show(term), map.type().localName));
        return Optional.empty();
      }
    }
    if (!position.allows(map.type())) {
      place.error(
          "%s makes a %s; only an object may be one%s"
              .formatted(
                  position.kind,
                  map.type().localName,
                  position == Position.PREDICATE ? ", a predicate is an IRI" : ""));
      return Optional.empty();
    }
    return Optional.of(map);
  }

  private TermType termType(
      Description map, Expression expression, Position position, boolean isLiteral) {
    Optional<String> given = map.iri("termType");
    if (given.isPresent()) {
      String name = given.get().replace(Rml.NS, "");
      for (TermType type : TermType.values()) {
        if (type.localName.equals(name)) {
          return type;
        }
      }
      map.error(
          "rml:termType is <%s>; %s"
              .formatted(
                  given.get(),
                  Nearest.suggest(
                      name, List.of(TermType.values()).stream().map(t -> t.localName).toList())));
    }
    return switch (expression) {
      case Expression.Constant(Node term) -> typeOf(term);
      case Expression.Template _ when position == Position.OBJECT && isLiteral -> TermType.LITERAL;
      case Expression.Reference _ when position == Position.OBJECT -> TermType.LITERAL;
      case Expression.Template _, Expression.Reference _ -> TermType.IRI;
      case Expression.Fresh _ -> TermType.BLANK_NODE;
    };
  }

  private static TermType typeOf(Node term) {
    return term.isURI() ? TermType.IRI : term.isLiteral() ? TermType.LITERAL : TermType.BLANK_NODE;
  }

  private static boolean hasExpression(Description map) {
    return EXPRESSION.stream().anyMatch(map::has);
  }

  /// Reads the expression of any expression map.
  Optional<Expression> expression(Description map, String kind) {
    List<Expression> found = new ArrayList<>();
    map.one("constant").ifPresent(term -> found.add(new Expression.Constant(term)));
    map.text("reference").ifPresent(text -> found.add(new Expression.Reference(text)));
    map.text("template")
        .ifPresent(
            text -> {
              try {
                found.add(TemplateParser.parse(text));
              } catch (IllegalArgumentException e) {
                map.error(String.valueOf(e.getMessage()));
              }
            });
    if (found.size() > 1) {
      map.error(
          "%s has more than one of rml:constant, rml:reference, rml:template; expected one"
              .formatted(kind));
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Optional<Expression> expressionOrShortcut(
      Description map, String property, String shortcut) {
    Optional<Node> node = map.one(property);
    Optional<Node> constant = map.one(shortcut);
    if (node.isPresent() && constant.isPresent()) {
      map.error("both rml:%s and rml:%s; expected one".formatted(property, shortcut));
    }
    if (node.isPresent()) {
      Description inner = map.of(node.get());
      inner.allowOnly("a " + property.replace("Map", " map"), TERM_MAP);
      return expression(inner, property);
    }
    return constant.map(Expression.Constant::new);
  }

  private static void checkLanguage(Description map, Expression language) {
    if (language instanceof Expression.Constant(Node tag)
        && !(tag.isLiteral() && LanguageTags.isValid(tag.getLiteralLexicalForm()))) {
      map.error(
          "%s is not a language tag (BCP 47); expected one such as \"en\" or \"zh-Hans\""
              .formatted(Description.show(tag)));
    }
  }

  /// Reads a join condition.
  Optional<RefObjectMap.Join> join(Description map) {
    map.allowOnly("a join condition", Set.of("child", "childMap", "parent", "parentMap"));
    Optional<Expression> child = side(map, "childMap", "child");
    Optional<Expression> parent = side(map, "parentMap", "parent");
    if (child.isEmpty() || parent.isEmpty()) {
      map.error("a join condition needs rml:child and rml:parent");
      return Optional.empty();
    }
    return Optional.of(new RefObjectMap.Join(map.place(), child.get(), parent.get()));
  }

  private Optional<Expression> side(Description map, String property, String shortcut) {
    Optional<String> reference = map.text(shortcut);
    if (reference.isPresent()) {
      return reference.map(Expression.Reference::new);
    }
    return map.one(property)
        .flatMap(
            node -> {
              map.of(node).allowOnly("a " + property.replace("Map", " map"), TERM_MAP);
              return expression(map.of(node), property);
            });
  }
}
