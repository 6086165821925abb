package org.techrace.validate;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.engine.Target;
import org.apache.jena.shacl.engine.TargetType;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.shacl.validation.VLib;

/// Validates a graph that does not change, node by node instead of shape by shape: a node that
/// twenty shapes look at is read once. Parts of the nodes are validated on all processors.
final class ShapeValidator {
  private static final int NODES_PER_PART = 2048;

  private final Shapes shapes;
  private final Graph graph;

  private ShapeValidator(Shapes shapes, Graph graph) {
    this.shapes = shapes;
    this.graph = graph;
  }

  /// Returns the validation results, in an order that does not depend on the number of processors.
  ///
  /// @param shapes a graph of SHACL shapes
  /// @param graph the data, safe for reading by several threads
  static List<ReportEntry> validate(Graph shapes, Graph graph) {
    return new ShapeValidator(Shapes.parse(shapes), graph).validate();
  }

  private List<ReportEntry> validate() {
    Map<Node, List<Shape>> byFocus = shapesByFocus();
    List<Map.Entry<Node, List<Shape>>> all = List.copyOf(byFocus.entrySet());
    return IntStream.range(0, Math.ceilDiv(all.size(), NODES_PER_PART))
        .map(i -> i * NODES_PER_PART)
        .mapToObj(i -> all.subList(i, Math.min(all.size(), i + NODES_PER_PART)))
        .parallel()
        .flatMap(part -> validate(part).stream())
        .toList();
  }

  private Collection<ReportEntry> validate(List<Map.Entry<Node, List<Shape>>> part) {
    Graph cache = new SubjectCache(graph);
    ValidationContext context = ValidationContext.create(shapes, cache);
    for (Map.Entry<Node, List<Shape>> focus : part) {
      for (Shape shape : focus.getValue()) {
        VLib.validateShape(context, cache, shape, focus.getKey());
      }
    }
    return context.generateReport().getEntries();
  }

  /// Finds the focus nodes and the shapes of each. Nodes of the same shapes share one list.
  private Map<Node, List<Shape>> shapesByFocus() {
    Map<Node, List<Shape>> byFocus = new LinkedHashMap<>();
    Map<Node, Collection<Node>> instances = new HashMap<>();
    for (Shape shape : shapes.getTargetShapes()) {
      Set<Node> nodes = new LinkedHashSet<>();
      for (Target target : shape.getTargets()) {
        nodes.addAll(
            target.getTargetType() == TargetType.targetClass
                ? instances.computeIfAbsent(target.getObject(), _ -> target.getFocusNodes(graph))
                : target.getFocusNodes(graph));
      }
      List<Shape> alone = List.of(shape);
      IdentityHashMap<List<Shape>, List<Shape>> longer = new IdentityHashMap<>();
      for (Node node : nodes) {
        byFocus.merge(
            node,
            alone,
            (before, _) ->
                longer.computeIfAbsent(
                    before, _ -> Stream.concat(before.stream(), alone.stream()).toList()));
      }
    }
    return byFocus;
  }
}
