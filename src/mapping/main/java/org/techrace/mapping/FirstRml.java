package org.techrace.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.XSD;
import org.techrace.mapping.TermMap.Gather;
import org.techrace.mapping.TriplesMap.PredicateObjectMap;

/// Gives a mapping the meaning that it had in RML of 2014 and its engines:
/// - numbers and truth values of JSON become plain literals, because that version knows no natural
///   datatypes but those of databases;
/// - a reference may find nothing in JSON or XML, which is a warning;
/// - a parent with other rows and without a join condition is that of each row.
public final class FirstRml {
  private static final Expression STRING =
      new Expression.Constant(NodeFactory.createURI(XSD.xstring.getURI()));

  private static final Expression ANY =
      new Expression.Constant(NodeFactory.createLiteralString("any row"));

  private final Map<String, TriplesMap> maps = new HashMap<>();

  private FirstRml(Mapping mapping) {
    mapping.triplesMaps().forEach(map -> maps.put(map.name(), map));
  }

  /// Returns the mapping with that meaning.
  public static Mapping of(Mapping mapping) {
    FirstRml first = new FirstRml(mapping);
    return new Mapping(
        mapping.file(), mapping.triplesMaps().stream().map(first::of).toList(), mapping.rdf());
  }

  private TriplesMap of(TriplesMap map) {
    // Views and unpivoted columns are newer than the first version.
    return map.source() instanceof LogicalSource logical
        ? new TriplesMap(
            map.name(),
            map.at(),
            logical.thatMayLack(),
            map.subject(),
            map.predicateObjects().stream()
                .map(
                    of ->
                        new PredicateObjectMap(
                            of.at(), of.predicates(), of(logical, of.objects()), of.graphs()))
                .toList(),
            map.base(),
            map.asserted())
        : map;
  }

  private List<ObjectMap> of(LogicalSource source, List<ObjectMap> objects) {
    UnaryOperator<TermMap> texts =
        source.formulation().name().equals("JSONPath")
            ? term -> withText(source, term)
            : UnaryOperator.identity();
    return objects.stream()
        .<ObjectMap>map(
            object ->
                switch (object) {
                  case TermMap term -> texts.apply(term);
                  case RefObjectMap reference -> ofEachRow(source, reference);
                })
        .toList();
  }

  private TermMap withText(LogicalSource source, TermMap term) {
    boolean isPlain =
        term.type() == TermType.LITERAL
            && term.language().isEmpty()
            && term.datatype().isEmpty()
            && !(term.expression() instanceof Expression.Constant);
    return new TermMap(
        term.at(),
        term.expression(),
        term.type(),
        term.language(),
        isPlain ? Optional.of(STRING) : term.datatype(),
        term.gather()
            .map(
                gather ->
                    new Gather(
                        of(source, gather.items()),
                        gather.as(),
                        gather.allowEmpty(),
                        gather.cartesian())),
        term.targets());
  }

  private RefObjectMap ofEachRow(LogicalSource source, RefObjectMap reference) {
    TriplesMap parent = maps.get(reference.parent());
    boolean isOfEachRow =
        reference.joins().isEmpty() && parent != null && !parent.source().sameRowsAs(source);
    return isOfEachRow
        ? new RefObjectMap(
            reference.at(),
            reference.parent(),
            List.of(new RefObjectMap.Join(reference.at(), ANY, ANY)),
            reference.targets())
        : reference;
  }
}
