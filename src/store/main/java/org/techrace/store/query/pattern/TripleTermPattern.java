package org.techrace.store.query.pattern;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.row.QueryRun;

/// A triple term with variables, as it stands in a pattern: `<<( ?s ?p "x" )>>`.
public final class TripleTermPattern {
  private final Node term;
  private final List<Node> variables = new ArrayList<>();
  private final int[] columns;

  /// Creates a pattern.
  ///
  /// @param whole the variable for the term itself
  /// @param term the triple term
  public TripleTermPattern(QueryRun run, Var whole, Node term) {
    this.term = term;
    variables.add(whole);
    collect(term);
    this.columns = variables.stream().mapToInt(v -> run.layout().column(Var.alloc(v))).toArray();
  }

  private void collect(Node node) {
    if (node.isTripleTerm()) {
      collect(node.getTriple().getSubject());
      collect(node.getTriple().getPredicate());
      collect(node.getTriple().getObject());
    } else if (Var.isVar(node) && !variables.contains(node)) {
      variables.add(node);
    }
  }

  /// Returns the triple term.
  Node term() {
    return term;
  }

  /// Returns the column of the term itself and those of its variables.
  public int[] columns() {
    return columns.clone();
  }

  /// Returns the index in [#columns] of a variable.
  int indexOf(Node variable) {
    return variables.indexOf(variable);
  }

  @Override
  public String toString() {
    return variables.getFirst() + " = " + term;
  }
}
