package org.techrace.store.query.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.ExprAggregator;

/// A node of the plan of a query, between ARQ's algebra and the rows: immutable, the same for all
/// data. [PlanCompiler] makes it and takes all decisions that follow from the query alone. The
/// executor has one method for each record.
///
/// A plan is evaluated as a whole, or for rows from outside: those of the left side of OPTIONAL, or
/// those that EXISTS tests. The values of such a row take the place of variables.
public sealed interface Plan {

  /// Returns the number of the node and what is known about it.
  Header header();

  /// What all nodes have.
  ///
  /// @param number the number of the node among those that one compiler has made
  /// @param read how many of its rows are read at most, or `Long.MAX_VALUE` for all
  record Header(int number, Facts facts, long read) {}

  /// OPTIONAL and MINUS, which are applied to the rows of their left side.
  sealed interface OnLeft extends Plan {
    Plan left();

    Plan right();
  }

  /// Triple patterns that are joined.
  record Scan(Header header, List<Triple> patterns) implements Plan {}

  /// A path that is searched on ids.
  record Path(Header header, TriplePath path) implements Plan {}

  /// A path of alternatives, as the union of its branches.
  record Branches(Header header, Plan union) implements Plan {}

  /// The rows of VALUES.
  ///
  /// @param isUnit true for the one row that binds nothing
  record Values(Header header, Table table, boolean isUnit) implements Plan {}

  /// Two parts that are joined.
  record Join(Header header, Plan left, Plan right) implements Plan {}

  /// Parts of which each is applied to the rows of those before it.
  record Sequence(Header header, List<Plan> parts) implements Plan {}

  /// OPTIONAL.
  ///
  /// @param conditions the conditions on joined rows
  /// @param isLate true if it may be applied after later joins
  /// @param fed the right side with the conditions, if it is applied to the rows of the left side;
  ///   empty if it is always evaluated as a whole
  record LeftJoin(
      Header header,
      Plan left,
      Plan right,
      List<Condition> conditions,
      boolean isLate,
      Optional<Fed> fed)
      implements OnLeft {

    /// The right side of OPTIONAL as it is applied to rows.
    ///
    /// @param filtered the right side with the conditions
    /// @param whole the same as solutions that rows are joined with, if that is possible
    public record Fed(Plan filtered, Optional<Solutions> whole) {}

    /// The right side of OPTIONAL as it is evaluated as a whole.
    ///
    /// @param conditions the conditions on joined rows
    public record Solutions(Plan plan, WholePattern pattern, List<Condition> conditions) {}
  }

  /// MINUS.
  ///
  /// @param common the variables of both sides
  /// @param isFed true if the right side may be applied to the rows of the left side
  record Minus(Header header, Plan left, Plan right, VariableSet common, boolean isFed)
      implements OnLeft {}

  /// FILTER and HAVING.
  ///
  /// @param conditions those without EXISTS first
  record Filter(Header header, Plan below, List<Condition> conditions) implements Plan {}

  /// BIND, and the assignment of an expression to a name.
  ///
  /// @param isNew false for a variable that the rows may bind already, to an equal value
  record Extend(Header header, Plan below, Assignments assignments, boolean isNew)
      implements Plan {}

  /// GROUP BY with its aggregates.
  ///
  /// @param by the variables of GROUP BY
  /// @param before the assignments to these, and to variables that are aggregated, which are
  ///   applied before rows are grouped
  record Group(
      Header header, Plan below, List<Var> by, Assignments before, List<ExprAggregator> aggregators)
      implements Plan {}

  /// DISTINCT and REDUCED.
  record Distinct(Header header, Plan below) implements Plan {}

  /// ORDER BY, with LIMIT if only the first rows are needed.
  ///
  /// @param computed assigns variables that the conditions read, only for the order
  /// @param limit the number of rows that are needed, or `Long.MAX_VALUE` for all
  record Sort(
      Header header,
      Plan below,
      List<SortCondition> conditions,
      Assignments computed,
      long limit,
      Optional<Nearest> nearest)
      implements Plan {

    /// The order by a distance that BIND computes. It is bound in the first rows only, because most
    /// other distances need not be known.
    ///
    /// @param below what BIND reads
    /// @param conditions the conditions with the distance in place of its variable
    public record Nearest(Plan below, List<SortCondition> conditions, Assignments assignments) {}
  }

  /// OFFSET and LIMIT.
  ///
  /// @param length the number of rows, or `Long.MAX_VALUE` for all
  record Slice(Header header, Plan below, long offset, long length) implements Plan {}

  /// UNION.
  record Union(Header header, List<Plan> branches) implements Plan {}

  /// GRAPH.
  ///
  /// @param name a variable, or a graph
  /// @param isAtOnce true if one search can read all graphs
  record Graph(Header header, Plan below, Node name, boolean isAtOnce) implements Plan {}

  /// The variables that a sub-select, or the query, returns.
  ///
  /// @param isScoped true if no other part of the query uses the names of the other variables
  record Project(Header header, Plan below, List<Var> variables, boolean isScoped)
      implements Plan {}

  /// SERVICE of an endpoint that the query names, with a pattern whose result for several rows is
  /// that of each of them.
  record Service(Header header, OpService service) implements Plan {}

  /// An operator that ARQ evaluates. Its operands run here again, when ARQ calls for them, unless
  /// ARQ puts the values of a row in place of their variables first.
  ///
  /// @param reason why
  record Arq(Header header, List<Plan> operands, String reason) implements Plan {}

  /// Returns what is known about the node.
  default Facts facts() {
    return header().facts();
  }

  /// Returns the operator of ARQ's algebra that the node stands for, in case that ARQ evaluates it:
  /// in a graph of another store, or for one row after the other.
  default Op algebra() {
    return facts().op();
  }

  /// Returns true if rows from outside can be passed into the node. Otherwise the result for
  /// several rows is not that of each of them, so that ARQ evaluates the node for each row.
  default boolean takesRows() {
    return switch (this) {
      case Distinct _, Arq _ -> false;
      case Union _, Graph _, Project _ -> facts().isRowWiseInExists();
      default -> true;
    };
  }

  /// Returns true if the rows of the node are those of a SELECT query, so that all their terms are
  /// read.
  default boolean isSelect() {
    return switch (this) {
      case Project _ -> true;
      case Slice slice -> slice.below().isSelect();
      case Distinct distinct -> distinct.below().isSelect();
      default -> false;
    };
  }

  /// Returns the node in a line, without the nodes below it, for the plan of a query.
  default String text() {
    return switch (this) {
      case Project project -> "select" + names(project.variables());
      case Group group -> "group by" + names(group.by());
      case Extend extend when extend.isNew() -> "bind" + names(extend.assignments().variables());
      case Graph graph -> "graph " + graph.name();
      case Slice slice when slice.length() == Long.MAX_VALUE -> "offset " + slice.offset();
      case Slice slice -> "limit " + slice.length();
      case LeftJoin _ -> "optional";
      case Scan _, Join _, Sequence _, Filter _ -> "join";
      case Sort sort -> sort.limit() < Long.MAX_VALUE ? "order by with limit" : "order by";
      default -> algebra().getName();
    };
  }

  private static String names(List<Var> variables) {
    return variables.stream().map(v -> " " + v).collect(Collectors.joining());
  }
}
