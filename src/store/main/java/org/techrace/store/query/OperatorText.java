package org.techrace.store.query;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.core.Var;

/// Describes operators in a line, for the plan of a query.
final class OperatorText {
  private OperatorText() {}

  static String of(Op op) {
    return switch (op) {
      case OpProject project -> "select" + names(project.getVars());
      case OpGroup group -> "group by" + names(group.getGroupVars().getVars());
      case OpExtend extend -> "bind" + names(extend.getVarExprList().getVars());
      case OpGraph graph -> "graph " + graph.getNode();
      case OpSlice slice -> "limit " + slice.getLength();
      default ->
          switch (op.getName()) {
            case "conditional", "leftjoin" -> "optional";
            case "bgp", "triple", "join", "sequence", "filter" -> "join";
            case "top" -> "order by with limit";
            case "order" -> "order by";
            default -> op.getName();
          };
    };
  }

  private static String names(List<Var> variables) {
    return variables.stream().map(v -> " " + v).collect(Collectors.joining());
  }
}
