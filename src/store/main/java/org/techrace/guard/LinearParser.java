package org.techrace.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.jspecify.annotations.Nullable;

/// ARQ's parser, in time that grows no faster than the query. ARQ compares each resource of
/// `DESCRIBE` with all before it; here they are looked up.
public final class LinearParser {
  private LinearParser() {}

  /// Parses a query.
  ///
  /// @param text the query
  /// @param base what relative IRIs are relative to, or null for ARQ's default
  /// @param syntax the language of the query
  /// @throws org.apache.jena.query.QueryException if the text is no query of that language
  public static Query parse(String text, @Nullable String base, Syntax syntax) {
    return QueryFactory.parse(new LinearQuery(), text, base, syntax);
  }

  private static final class LinearQuery extends Query {
    LinearQuery() {
      resultNodes = new DifferentNodes();
    }
  }

  /// A list that only grows, with a set of its elements.
  private static final class DifferentNodes extends ArrayList<Node> {
    private final transient Set<Node> known = new HashSet<>();

    @Override
    public boolean add(Node node) {
      known.add(node);
      return super.add(node);
    }

    @Override
    public boolean contains(@Nullable Object node) {
      return known.contains(node);
    }
  }
}
