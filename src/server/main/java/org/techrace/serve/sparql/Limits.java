package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;

/// What limits an answer. An answer without a wrong fact misleads if the list that it counts is a
/// selection, or if the newest year has figures of few areas. The query `limits` of `queries/pages`
/// states such limits of the things that a query names, and of those that its answer is about.
public final class Limits {
  /// The most things of an answer that are looked at.
  private static final int MAX_THINGS = 100;

  private Limits() {}

  /// Returns a sentence for each limit of an answer.
  ///
  /// @param things the IRIs of the things that the rows of the answer are about
  public static List<String> of(Query query, Collection<String> things, Entities entities) {
    return of(
        Stream.concat(NamedTerms.of(query).others().stream(), things.stream().limit(MAX_THINGS))
            .toList(),
        entities);
  }

  /// Returns a sentence for each limit of some things.
  public static List<String> of(Collection<String> things, Entities entities) {
    List<Node> nodes = things.stream().distinct().map(NodeFactory::createURI).toList();
    return nodes.isEmpty()
        ? List.of()
        : entities.rows(Ask.of("limits").about(nodes)).stream()
            .map((ResultRow row) -> row.text("limit"))
            .toList();
  }
}
