package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;

/// Finds figures that a query leaves out because it reads values, and they have only bounds.
///
/// The query `components` of `queries/pages` says which measure has which bounds.
final class BoundedFigures {
  private final Rereading reading;
  private final Set<String> bounds;
  private final Set<String> bounded;

  private BoundedFigures(Rereading reading) {
    Components components = Components.of(reading.entities());
    this.reading = reading;
    this.bounds = components.with(Components.BOUND);
    this.bounded = components.with(Components.BOUNDED);
  }

  /// Returns a sentence for each pattern that reads values.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param known the properties in it
  static List<String> of(Query inSteps, Set<String> known, Rereading reading) {
    BoundedFigures found = new BoundedFigures(reading);
    List<String> sentences = new ArrayList<>();
    if (!found.bounds.isEmpty() && found.bounds.stream().noneMatch(known::contains)) {
      Select.eachIn(
          inSteps,
          select ->
              select
                  .patterns()
                  .forEach(one -> found.sentence(select, one).ifPresent(sentences::add)));
    }
    return sentences.stream().distinct().toList();
  }

  private Optional<String> sentence(Select select, TriplePath pattern) {
    List<String> links = Select.links(pattern);
    if (links.isEmpty() || !bounded.containsAll(links) || !Var.isVar(pattern.getSubject())) {
      return Optional.empty();
    }
    Var figure = Var.alloc(pattern.getSubject());
    if (!reading.canFit(
        select.replacing(pattern, List.of()), figure, hasOnlyBounds(Rereading.ALONE))) {
      return Optional.empty();
    }
    Select other =
        new Select(
                QueryTransformOps.transform(
                    select.query(), new ElementTransformCopyBase(), new Including()))
            .replacing(pattern, List.of(new TriplePath(figure, anyBound(), pattern.getObject())));
    String read =
        "SELECT DISTINCT (%s AS ?boundedFigure) { %s FILTER NOT EXISTS { %s %s ?boundedValue } }"
            .formatted(figure, Rereading.pattern(other, figure), figure, Rereading.path(bounded));
    int number = reading.number("SELECT (COUNT(*) AS ?readNumber) { { %s } }".formatted(read));
    if (number == 0) {
      return Optional.empty();
    }
    String example =
        reading
            .rows("%s ORDER BY DESC(?boundedFigure) LIMIT 1".formatted(read))
            .getFirst()
            .text("boundedFigure");
    return Optional.of(
        "%s: %,d more %s only bounds and no value, such as %s; `%s|%s` in place of `%s` reads them too"
            .formatted(
                reading.shortPath(links),
                number,
                number == 1 ? "figure fits and has" : "figures fit and have",
                example,
                reading.shortPath(links),
                reading.shortPath(bounds),
                reading.shortPath(links)));
  }

  private String hasOnlyBounds(String figure) {
    return "%s %s ?aloneBound FILTER NOT EXISTS { %s %s ?aloneValue }"
        .formatted(figure, Rereading.path(bounds), figure, Rereading.path(bounded));
  }

  private Path anyBound() {
    return bounds.stream()
        .map(iri -> (Path) new P_Link(NodeFactory.createURI(iri)))
        .reduce(P_Alt::new)
        .orElseThrow();
  }

  /// Compares bounds: a figure of more than 50 is above 50, though its bound is not.
  private static final class Including extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunction2 compared, Expr left, Expr right) {
      return switch (compared) {
        case E_GreaterThan _ -> new E_GreaterThanOrEqual(left, right);
        case E_LessThan _ -> new E_LessThanOrEqual(left, right);
        default -> super.transform(compared, left, right);
      };
    }
  }
}
