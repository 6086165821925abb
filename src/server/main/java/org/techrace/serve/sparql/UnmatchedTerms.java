package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.guard.AlgebraParts;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.NearestTerms;

/// Finds values in the patterns of a query that no statement has: literals that match nothing
/// because of their datatype or language, such as the text `"2021"` for the year
/// `"2021"^^xsd:gYear`, names in place of the things that have them, and things of another class
/// than the values of the property. Also subjects that have no statements: literals, and IRIs that
/// the graph has only as a value, such as those of Wikidata. The answer is empty then, or a count
/// is 0.
final class UnmatchedTerms {
  /// The values of a property that are looked at for their datatypes and languages.
  private static final int MAX_VALUES = 20_000;

  /// The most classes and things that are named in place of a value.
  private static final int MAX_CLASSES = 2;

  /// The properties with names, as a path.
  private static final String NAMES =
      Stream.of(RDFS.label, SKOS.prefLabel, SKOS.altLabel)
          .map(property -> "<" + property.getURI() + ">")
          .collect(Collectors.joining("|"));

  /// The properties whose value is the same thing.
  private static final Set<String> SAME =
      Set.of(
          OWL.sameAs.getURI(),
          SKOS.exactMatch.getURI(),
          "http://schema.org/sameAs",
          "https://schema.org/sameAs");

  private final Lease lease;
  private final Map<Var, Set<Node>> properties = new LinkedHashMap<>();
  private final Map<Var, Set<Node>> equal = new LinkedHashMap<>();
  private final Map<Node, Set<Node>> asked = new LinkedHashMap<>();
  private final Map<Node, Set<Node>> things = new LinkedHashMap<>();
  private final Set<Node> subjects = new LinkedHashSet<>();

  private final List<String> sentences = new ArrayList<>();
  private final UnaryOperator<String> shortName;

  private final Entities entities;

  private UnmatchedTerms(Lease lease, Entities entities, UnaryOperator<String> shortName) {
    this.lease = lease;
    this.entities = entities;
    this.shortName = shortName;
  }

  /// Returns a sentence for each such literal, with the one that matches, and for each such thing,
  /// with the classes of the values and the property of a value that has it.
  static List<String> of(Query query, Lease lease, Rereading reading) {
    UnmatchedTerms found = new UnmatchedTerms(lease, reading.entities(), reading.shortName());
    Query read = query.getQueryPattern() == null ? query : Select.inSteps(query);
    AlgebraParts.visit(Algebra.compile(read), found::add, found::add);
    found.equal.forEach(
        (variable, terms) ->
            found
                .properties
                .getOrDefault(variable, Set.of())
                .forEach(property -> terms.forEach(one -> found.add(property, one))));
    Txn.executeRead(
        lease.dataset(),
        () -> reading.checks().run("terms that match nothing", found::addSentences));
    return List.copyOf(found.sentences);
  }

  private void add(Op op) {
    switch (op) {
      case OpBGP pattern -> pattern.getPattern().forEach((Triple triple) -> add(triple));
      case OpTable table ->
          table.getTable().rows().forEachRemaining(row -> row.forEach(this::addEqual));
      case OpPath path -> subjects.add(path.getTriplePath().getSubject());
      default -> {
        // Other operators have no terms of their own.
      }
    }
  }

  private void add(Triple triple) {
    subjects.add(triple.getSubject());
    if (!triple.getPredicate().isURI()) {
      return;
    }
    if (triple.getObject().isLiteral() || triple.getObject().isURI()) {
      add(triple.getPredicate(), triple.getObject());
    } else if (Var.isVar(triple.getObject())) {
      properties
          .computeIfAbsent(Var.alloc(triple.getObject()), _ -> new LinkedHashSet<>())
          .add(triple.getPredicate());
    }
  }

  private void add(Expr expression) {
    switch (expression) {
      case E_Equals equals -> {
        addEqual(equals.getArg1(), equals.getArg2());
        addEqual(equals.getArg2(), equals.getArg1());
      }
      case E_OneOf in -> in.getRHS().forEach(one -> addEqual(in.getLHS(), one));
      default -> {
        // Others compare with no term.
      }
    }
  }

  private void addEqual(Expr variable, Expr constant) {
    // Numbers are equal in any datatype.
    if (variable.isVariable() && constant.isConstant() && !constant.getConstant().isNumber()) {
      addEqual(variable.asVar(), constant.getConstant().asNode());
    }
  }

  private void addEqual(Var variable, Node term) {
    equal.computeIfAbsent(variable, _ -> new LinkedHashSet<>()).add(term);
  }

  private void add(Node property, Node term) {
    if (term.isLiteral()) {
      asked.computeIfAbsent(property, _ -> new LinkedHashSet<>()).add(term);
    } else if (term.isURI() && !property.equals(RDF.Nodes.type)) {
      things.computeIfAbsent(property, _ -> new LinkedHashSet<>()).add(term);
    }
  }

  private void addSentences() {
    DatasetGraph data = lease.dataset();
    subjects.stream()
        .flatMap(
            one -> Var.isVar(one) ? equal.getOrDefault(one, Set.of()).stream() : Stream.of(one))
        .distinct()
        .flatMap(one -> ofSubject(one, data).stream())
        .forEach(sentences::add);
    asked.forEach(
        (property, literals) ->
            literals.stream()
                .filter(literal -> !data.contains(Node.ANY, Node.ANY, property, literal))
                .forEach(literal -> add(property, literal, data)));
    things.forEach(
        (property, some) ->
            some.stream()
                .filter(thing -> !data.contains(Node.ANY, Node.ANY, property, thing))
                .filter(thing -> NearestTerms.exists(thing, data))
                .forEach(thing -> sentence(property, thing).ifPresent(sentences::add)));
  }

  /// Returns a sentence about a subject that has no statements.
  private Optional<String> ofSubject(Node subject, DatasetGraph data) {
    if (subject.isLiteral()) {
      String text = subject.getLiteralLexicalForm();
      return Optional.of(
          "A literal is never a subject, so %s has no statements; %s."
              .formatted(
                  written(subject),
                  NearestTerms.labelled(text, lease)
                      .map(shortName)
                      .reduce((some, other) -> some + " or " + other)
                      .map(iris -> "write %s, which has this name".formatted(iris))
                      .orElse("write the IRI of a thing; find looks up a name")));
    }
    if (!subject.isURI() || data.contains(Node.ANY, subject, Node.ANY, Node.ANY)) {
      return Optional.empty();
    }
    List<Quad> uses =
        Iter.asStream(data.find(Node.ANY, Node.ANY, Node.ANY, subject))
            .filter(one -> one.getSubject().isURI())
            .limit(MAX_VALUES)
            .toList();
    return uses.stream()
        .filter(one -> SAME.contains(one.getPredicate().getURI()))
        .map(
            one ->
                "%s has no statements of its own: it is the %s of %s; write %3$s in its place"
                    .formatted(
                        written(subject), written(one.getPredicate()), written(one.getSubject())))
        .findFirst()
        .or(
            () ->
                uses.stream()
                    .map(
                        one ->
                            "%s has no statements of its own; `?thing %s %1$s` matches"
                                .formatted(written(subject), written(one.getPredicate())))
                    .findFirst());
  }

  private static boolean isNoText(Node value) {
    return value.isLiteral()
        && value.getLiteralLanguage().isEmpty()
        && !XSD.xstring.getURI().equals(value.getLiteralDatatypeURI());
  }

  /// Adds a sentence about a literal that no statement has.
  private void add(Node property, Node literal, DatasetGraph data) {
    List<Node> alike = alike(property, literal);
    List<Node> same =
        alike.stream().filter(one -> data.contains(Node.ANY, Node.ANY, property, one)).toList();
    if (same.isEmpty()) {
      same = named(property, literal);
    }
    if (same.isEmpty()) {
      same =
          NearestTerms.withText(literal.getLiteralLexicalForm(), data)
              .filter(thing -> data.contains(Node.ANY, Node.ANY, property, thing))
              .limit(MAX_CLASSES)
              .toList();
    }
    String sentence =
        "No statement has %s %s; %%s."
            .formatted(shortName.apply(property.getURI()), written(literal).replace("%", "%%"));
    if (!same.isEmpty()) {
      sentences.add(
          sentence.formatted(
              "write " + same.stream().map(this::written).collect(Collectors.joining(" or "))));
    } else {
      nearest(property, literal, data)
          .map(name -> "the nearest is " + written(name))
          .or(() -> alike.contains(literal) ? Optional.empty() : usual(property, alike, data))
          .ifPresent(hint -> sentences.add(sentence.formatted(hint)));
    }
  }

  /// Returns what the values of a property are, if they are things or no texts.
  ///
  /// @param alike a literal of each datatype and language of its values
  private Optional<String> usual(Node property, List<Node> alike, DatasetGraph data) {
    return Iter.asStream(data.find(Node.ANY, Node.ANY, property, Node.ANY))
        .map(Quad::getObject)
        .filter(value -> alike.isEmpty() ? value.isURI() : isNoText(value))
        .findFirst()
        .map(
            value ->
                alike.isEmpty()
                    ? "its values are things, such as %s; find looks up a name"
                        .formatted(written(value))
                    : "its values are like " + written(value));
  }

  /// Returns the value of a property of names that is most like a text.
  private Optional<Node> nearest(Node property, Node literal, DatasetGraph data) {
    if (!NAMES.contains("<" + property.getURI() + ">")) {
      return Optional.empty();
    }
    String text = literal.getLiteralLexicalForm();
    Map<String, Node> names = new LinkedHashMap<>();
    for (String iri : NearestTerms.named(text, lease)) {
      data.find(Node.ANY, NodeFactory.createURI(iri), property, Node.ANY)
          .forEachRemaining(
              one -> names.putIfAbsent(one.getObject().getLiteralLexicalForm(), one.getObject()));
    }
    return Nearest.of(text, names.keySet()).map(names::get);
  }

  /// Returns a sentence about a thing that is not a value of a property.
  private Optional<String> sentence(Node property, Node thing) {
    String values =
        "SELECT DISTINCT ?value { ?s <%s> ?value FILTER (isIRI(?value)) } LIMIT %d"
            .formatted(property.getURI(), MAX_VALUES);
    List<Term> classes =
        entities
            .found(
                QueryFactory.create(
                    """
                    SELECT ?class (COUNT(*) AS ?number) { { %s } ?value a ?class . ?class a <%s> }
                    GROUP BY ?class ORDER BY DESC(?number) ?class LIMIT %d\
                    """
                        .formatted(values, OWL.Class.getURI(), MAX_CLASSES)))
            .stream()
            .flatMap(row -> row.get("class").stream())
            .toList();
    List<String> own = entities.types(thing.getURI());
    if (classes.isEmpty() || classes.stream().map(Term::key).anyMatch(own::contains)) {
      // The class is right; the graph has no such statement.
      return Optional.empty();
    }
    String link = shortName.apply(property.getURI());
    String other = shortName.apply(thing.getURI());
    String farther =
        entities
            .found(
                QueryFactory.create(
                    """
                    SELECT ?next (COUNT(*) AS ?number) { { %s } ?value ?next <%s> }
                    GROUP BY ?next ORDER BY DESC(?number) ?next LIMIT 1\
                    """
                        .formatted(values, thing.getURI())))
            .stream()
            .flatMap(row -> row.iri("next").stream())
            .map(next -> "; `%s/%s %s` matches".formatted(link, shortName.apply(next), other))
            .collect(Collectors.joining());
    return Optional.of(
        "No statement has %s %s; most values are of the class %s%s."
            .formatted(
                link,
                other,
                classes.stream().map(Term::text).collect(Collectors.joining(" or ")),
                farther));
  }

  /// Returns the values of the property that have a literal as a name.
  private List<Node> named(Node property, Node literal) {
    String query =
        "SELECT DISTINCT ?value { { SELECT DISTINCT ?value { ?s <%s> ?value FILTER (isIRI(?value)) } LIMIT %d } ?value %s ?name FILTER (LCASE(STR(?name)) = LCASE(%s)) } ORDER BY ?value LIMIT %d"
            .formatted(
                property.getURI(),
                MAX_VALUES,
                NAMES,
                NodeFmtLib.strNT(NodeFactory.createLiteralString(literal.getLiteralLexicalForm())),
                MAX_CLASSES);
    return entities.found(QueryFactory.create(query)).stream()
        .flatMap(row -> row.get("value").flatMap(Term::node).stream())
        .toList();
  }

  /// Returns the literals with the same text and each datatype and language of the property.
  private List<Node> alike(Node property, Node literal) {
    String kinds =
        "SELECT DISTINCT ?datatype ?language { { SELECT ?value { ?s <%s> ?value FILTER (isLiteral(?value)) } LIMIT %d } BIND (DATATYPE(?value) AS ?datatype) BIND (LANG(?value) AS ?language) }"
            .formatted(property.getURI(), MAX_VALUES);
    String text = literal.getLiteralLexicalForm();
    List<Node> alike = new ArrayList<>();
    for (ResultRow row : entities.found(QueryFactory.create(kinds))) {
      String language = row.text("language");
      alike.add(
          language.isEmpty()
              ? NodeFactory.createLiteralDT(
                  text,
                  TypeMapper.getInstance().getSafeTypeByName(row.iri("datatype").orElseThrow()))
              : NodeFactory.createLiteralLang(text, language));
    }
    return alike;
  }

  private String written(Node term) {
    return term.isURI() ? shortName.apply(term.getURI()) : literal(term);
  }

  private String literal(Node literal) {
    String type = literal.getLiteralDatatypeURI();
    return NodeFmtLib.strNT(literal).replace("<" + type + ">", shortName.apply(type));
  }
}
