package org.techrace.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.mapping.LogicalView.ExpressionField;
import org.techrace.mapping.LogicalView.Field;
import org.techrace.mapping.LogicalView.IterableField;
import org.techrace.mapping.LogicalView.ViewJoin;
import org.techrace.rdf.Tool;
import org.techrace.table.format.Formulation;

/// Reads the sources of triples maps: logical sources, logical views on them (RML-LV), and cells of
/// columns as rows.
final class ViewReader {
  private static final Set<String> VIEW =
      Set.of("viewOn", "field", "leftJoin", "innerJoin", "structuralAnnotation");
  private static final Set<String> FIELD =
      ExpressionReader.propertiesAnd("fieldName", "field", "iterator", "referenceFormulation");
  private static final Set<String> UNPIVOT =
      Set.of("unpivots", "columnPattern", "nameField", "valueField");
  private static final Set<String> JOIN = Set.of("parentLogicalView", "joinCondition", "field");

  private final SourceReader sources;
  private final TermMapReader terms;
  private final ExpressionReader expressions = new ExpressionReader();

  ViewReader(SourceReader sources, TermMapReader terms) {
    this.sources = sources;
    this.terms = terms;
  }

  Optional<? extends AbstractLogicalSource> read(RmlResource map) {
    return read(map, new LinkedHashSet<>());
  }

  /// Reads a source or view.
  ///
  /// @param above the views that depend on it, to detect cycles
  private Optional<? extends AbstractLogicalSource> read(RmlResource map, Set<Node> above) {
    if (map.all(NodeFactory.createURI(Tool.UNPIVOTS)).isEmpty()) {
      map.allowOnlyTool("a logical source", Set.of("unpivots"));
    } else {
      return unpivot(map, above);
    }
    if (!map.has("viewOn")) {
      return sources.read(map);
    }
    map.allowOnly("a logical view", VIEW);
    if (!above.add(map.node())) {
      map.error("the logical view depends on itself; remove the cycle in its views and joins");
      return Optional.empty();
    }
    Optional<? extends AbstractLogicalSource> on =
        map.one("viewOn").flatMap(node -> read(map.of(node), above));
    List<Field> fields = fields(map, new HashSet<>());
    List<ViewJoin> joins = new ArrayList<>();
    map.all("leftJoin").forEach(n -> join(map.of(n), false, above).ifPresent(joins::add));
    map.all("innerJoin").forEach(n -> join(map.of(n), true, above).ifPresent(joins::add));
    checkNames(map, fields, joins);
    above.remove(map.node());
    return on.map(source -> new LogicalView(map.place(), map.name(), source, fields, joins));
  }

  private Optional<Unpivot> unpivot(RmlResource map, Set<Node> above) {
    map.allowOnly("a source with tool:unpivots", Set.of());
    map.allowOnlyTool("a source with tool:unpivots", UNPIVOT);
    if (!above.add(map.node())) {
      map.error("the source depends on itself; remove the cycle of tool:unpivots");
      return Optional.empty();
    }
    Optional<? extends AbstractLogicalSource> on =
        map.one(NodeFactory.createURI(Tool.UNPIVOTS), "tool:unpivots")
            .flatMap(node -> read(map.of(node), above));
    above.remove(map.node());
    String name = map.value(Tool.NAME_FIELD).orElse("name");
    String value = map.value(Tool.VALUE_FIELD).orElse("value");
    if (name.equals(value)) {
      map.error("tool:nameField and tool:valueField are both \"%s\"; rename one".formatted(name));
    }
    Optional<String> pattern = map.value(Tool.COLUMN_PATTERN);
    if (pattern.isEmpty()) {
      map.error(
          "tool:unpivots needs tool:columnPattern, a regular expression for names of columns such"
              + " as \"^[0-9]{4}$\"");
      return Optional.empty();
    }
    try {
      String columns = Pattern.compile(pattern.get()).pattern();
      return on.map(source -> new Unpivot(map.place(), source, columns, name, value));
    } catch (PatternSyntaxException e) {
      map.error(
          "tool:columnPattern \"%s\" is not a regular expression: %s"
              .formatted(pattern.get(), e.getDescription()));
      return Optional.empty();
    }
  }

  private List<Field> fields(RmlResource owner, Set<Node> above) {
    List<Field> fields = new ArrayList<>();
    for (Node node : owner.all("field")) {
      RmlResource field = owner.of(node);
      if (!above.add(node)) {
        field.error("the field contains itself; remove the cycle");
        continue;
      }
      field(field, above).ifPresent(fields::add);
      above.remove(node);
    }
    return fields;
  }

  private Optional<Field> field(RmlResource map, Set<Node> above) {
    map.allowOnly("a field", FIELD);
    Optional<String> name = map.text("fieldName");
    if (name.isEmpty()) {
      map.error("the field has no rml:fieldName; add one");
      return Optional.empty();
    }
    List<Field> below = fields(map, above);
    if (map.has("iterator") || map.has("referenceFormulation") || map.isA("IterableField")) {
      Optional<Formulation> formulation =
          map.one("referenceFormulation").flatMap(n -> sources.formulation(map, n));
      return Optional.of(
          new IterableField(map.place(), name.get(), formulation, map.text("iterator"), below));
    }
    Optional<Expression> expression = expressions.read(map, "a field");
    if (expression.isEmpty()) {
      map.error("the field has neither an expression nor an rml:iterator; expected one of them");
    }
    return expression.map(e -> new ExpressionField(map.place(), name.get(), e, below));
  }

  private Optional<ViewJoin> join(RmlResource map, boolean inner, Set<Node> above) {
    map.allowOnly("a join of views", JOIN);
    List<RefObjectMap.Join> conditions = new ArrayList<>();
    for (Node node : map.all("joinCondition")) {
      terms.join(map.of(node)).ifPresent(conditions::add);
    }
    List<ExpressionField> fields = new ArrayList<>();
    for (Field field : fields(map, new HashSet<>())) {
      if (field instanceof ExpressionField expression) {
        fields.add(expression);
      } else {
        map.error("the field '%s' of a join must be an expression".formatted(field.name()));
      }
    }
    Optional<Node> parent = map.one("parentLogicalView");
    if (parent.isEmpty() || conditions.isEmpty()) {
      map.error("a join of views needs rml:parentLogicalView and rml:joinCondition");
      return Optional.empty();
    }
    return read(map.of(parent.get()), above)
        .map(view -> new ViewJoin(map.place(), inner, view, conditions, fields));
  }

  /// Reports fields with the same parent and the same name.
  private static void checkNames(RmlResource view, List<Field> fields, List<ViewJoin> joins) {
    List<Field> top = new ArrayList<>(fields);
    joins.forEach(join -> top.addAll(join.fields()));
    checkNames(view, top);
  }

  private static void checkNames(RmlResource view, List<? extends Field> siblings) {
    Set<String> names = new HashSet<>();
    for (Field field : siblings) {
      if (!names.add(field.name())) {
        view.report()
            .error(
                field.at(),
                "two fields with the same parent have the name '%s'; rename one"
                    .formatted(field.name()));
      }
      checkNames(view, field.fields());
    }
  }
}
