package org.techrace.store.query;

import java.util.Collections;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.AlgebraGenerator;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.Op1;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.table.TableData;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.syntax.ElementSubQuery;

/// Compiles a query to ARQ's algebra as ARQ does, except that a VALUES clause at the end of a query
/// or sub-select comes after HAVING and before the expressions of SELECT (SPARQL 1.1, sections
/// 18.2.4.2 to 18.2.4.4). ARQ joins it after these.
///
/// A query stays as ARQ compiles it if no expression reads a variable of VALUES, because the result
/// is the same. So does one whose VALUES has the name of an expression, which SPARQL leaves
/// undefined: ARQ compares the values. ARQ's parser compiles the patterns of EXISTS.
final class ValuesBeforeSelect extends AlgebraGenerator {

  @Override
  protected Op compileElementSubquery(ElementSubQuery select) {
    return compile(select.getQuery());
  }

  @Override
  protected Op compileModifiers(Query query, Op pattern) {
    if (!query.hasValues() || !readsValues(query)) {
      return super.compileModifiers(query, pattern);
    }
    if (query.hasGroupBy()) {
      return replaceJoin(super.compileModifiers(query, pattern), ValuesBeforeSelect::beforeSelect);
    }
    Op values = OpTable.create(new TableData(query.getValuesVariables(), query.getValuesData()));
    Op joinedTwice = super.compileModifiers(query, OpJoin.create(pattern, values));
    return replaceJoin(joinedTwice, join -> ((OpJoin) join).getLeft());
  }

  private static boolean readsValues(Query query) {
    VarExprList select = query.getProject();
    Set<Var> values = Set.copyOf(query.getValuesVariables());
    return Collections.disjoint(select.getExprs().keySet(), values)
        && select.getExprs().values().stream()
            .anyMatch(expr -> !Collections.disjoint(expr.getVarsMentioned(), values));
  }

  /// Replaces the join with VALUES, which is below the projection, ORDER BY, DISTINCT and LIMIT.
  private static Op replaceJoin(Op op, UnaryOperator<Op> replacement) {
    return op instanceof Op1 modifier
        ? modifier.copy(replaceJoin(modifier.getSubOp(), replacement))
        : replacement.apply(op);
  }

  /// Joins the groups of a query with VALUES, and computes the expressions of SELECT afterwards. A
  /// condition of HAVING that reads these, as ARQ allows, stays after them.
  private static Op beforeSelect(Op join) {
    OpJoin selected = (OpJoin) join;
    Op select = selected.getLeft();
    ExprList having = new ExprList();
    if (select instanceof OpFilter filter) {
      having = filter.getExprs();
      select = filter.getSubOp();
    }
    OpExtend expressions = (OpExtend) select;
    ExprList early = new ExprList();
    ExprList late = new ExprList();
    for (Expr condition : having) {
      boolean isEarly =
          Collections.disjoint(
              condition.getVarsMentioned(), expressions.getVarExprList().getVars());
      (isEarly ? early : late).add(condition);
    }
    Op groups = OpFilter.filterBy(early, expressions.getSubOp());
    Op joined = OpJoin.create(groups, selected.getRight());
    return OpFilter.filterBy(late, OpExtend.create(joined, expressions.getVarExprList()));
  }
}
