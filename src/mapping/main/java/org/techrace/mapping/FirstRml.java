package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.XSD;
import org.techrace.mapping.TermMap.Gather;
import org.techrace.mapping.TriplesMap.PredicateObjectMap;

/// Gives a mapping the meaning that it had in RML of 2014: numbers and truth values of JSON become
/// plain literals, because that version knows no natural datatypes but those of databases.
public final class FirstRml {
  private static final Expression STRING =
      new Expression.Constant(NodeFactory.createURI(XSD.xstring.getURI()));

  private FirstRml() {}

  /// Returns the mapping whose literals from JSON have the datatype `xsd:string` unless they have
  /// another one or a language.
  public static Mapping of(Mapping mapping) {
    return new Mapping(
        mapping.file(),
        mapping.triplesMaps().stream()
            .map(map -> isJson(map.source()) ? withTexts(map) : map)
            .toList(),
        mapping.rdf());
  }

  private static boolean isJson(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalSource logical -> logical.formulation().name().equals("JSONPath");
      // Views and unpivoted columns are newer than the first version.
      case LogicalView _, Unpivot _ -> false;
    };
  }

  private static TriplesMap withTexts(TriplesMap map) {
    return new TriplesMap(
        map.name(),
        map.at(),
        map.source(),
        map.subject(),
        map.predicateObjects().stream()
            .map(
                of ->
                    new PredicateObjectMap(
                        of.at(), of.predicates(), withTexts(of.objects()), of.graphs()))
            .toList(),
        map.base(),
        map.asserted());
  }

  private static List<ObjectMap> withTexts(List<ObjectMap> objects) {
    return objects.stream()
        .map(
            object ->
                switch (object) {
                  case TermMap term -> withText(term);
                  case RefObjectMap reference -> reference;
                })
        .toList();
  }

  private static ObjectMap withText(TermMap term) {
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
                        withTexts(gather.items()),
                        gather.as(),
                        gather.allowEmpty(),
                        gather.cartesian())),
        term.targets());
  }
}
