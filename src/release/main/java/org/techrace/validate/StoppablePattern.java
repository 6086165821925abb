package org.techrace.validate;

import java.util.List;
import java.util.Objects;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.engine.constraint.PatternConstraint;
import org.apache.jena.shacl.parser.Constraint;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportItem;
import org.apache.jena.sparql.expr.nodevalue.NodeFunctions;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.StoppableRegex;
import org.techrace.guard.WorkWatch;

/// `sh:pattern` (SHACL, section 4.4.3) whose search can be stopped: a pattern that backtracks may
/// read the same text for hours.
final class StoppablePattern extends PatternConstraint {
  private final StoppableRegex regex;

  private StoppablePattern(PatternConstraint pattern, StoppableRegex regex) {
    super(pattern.getPattern(), flags(pattern));
    this.regex = regex;
  }

  /// Replaces the patterns of all shapes.
  ///
  /// @throws org.techrace.guard.QueryRefusedException if one is too long
  static void replaceIn(Shapes shapes) {
    for (Shape shape : shapes.getShapeMap().values()) {
      List<Constraint> constraints =
          shape.getConstraints().stream().map(StoppablePattern::stoppable).toList();
      shape.getConstraints().clear();
      shape.getConstraints().addAll(constraints);
    }
  }

  private static Constraint stoppable(Constraint constraint) {
    return constraint instanceof PatternConstraint pattern
        ? new StoppablePattern(
            pattern,
            StoppableRegex.compile(
                "sh:pattern",
                pattern.getPattern(),
                Objects.requireNonNullElse(flags(pattern), ""),
                WorkWatch::goOn))
        : constraint;
  }

  /// Returns the flags, or null. They are without `q`: a pattern with this flag is quoted already.
  private static @Nullable String flags(PatternConstraint pattern) {
    String flags = pattern.getFlagsStr();
    return flags == null ? null : flags.replace("q", "");
  }

  @Override
  protected @Nullable ReportItem validate(ValidationContext context, Node node) {
    if (node.isBlank()) {
      return super.validate(context, node);
    }
    String text = NodeFunctions.str(node);
    return regex.isIn(text)
        ? null
        : new ReportItem("%s: Does not match: '%s'".formatted(this, text), node);
  }
}
