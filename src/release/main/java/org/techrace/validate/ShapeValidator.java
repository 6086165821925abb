package org.techrace.validate;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
import org.apache.jena.shacl.validation.event.ConstraintEvaluatedEvent;
import org.apache.jena.shacl.validation.event.ValidationEvent;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.ExactDatatypes;
import org.techrace.guard.WorkWatch;

/// Validates a graph that does not change, node by node instead of shape by shape: a node that
/// twenty shapes look at is read once. Parts of the nodes are validated on all processors. A shape
/// that takes too long, or whose results do not fit into memory, is stopped alone.
final class ShapeValidator {
  private static final int NODES_PER_PART = 2048;

  /// The maximum number of results of one shape. All results of a part of the nodes are in memory.
  private static final long MAX_RESULTS = 100_000;

  static {
    ExactDatatypes.install();
    ShapeQueries.register();
  }

  private final Shapes shapes;
  private final Graph graph;
  private final WorkWatch watch;

  /// The work of each shape that has a target.
  private final IdentityHashMap<Shape, ShapeWork> works = new IdentityHashMap<>();

  /// What validation found.
  ///
  /// @param entries the validation results
  /// @param stopped why shapes were stopped, by shape: what follows their name in a finding
  record Results(List<ReportEntry> entries, Map<Shape, String> stopped) {}

  /// The work of one shape, and the number of its results.
  ///
  /// @param reporting the shape and its property shapes. What does not conform to another one, such
  ///   as an alternative of sh:or, is no result.
  private record ShapeWork(WorkWatch.Work work, AtomicLong results, Set<Shape> reporting) {
    static ShapeWork of(Shape shape, WorkWatch.Work work) {
      Set<Shape> reporting = Collections.newSetFromMap(new IdentityHashMap<>());
      add(shape, reporting);
      return new ShapeWork(work, new AtomicLong(), reporting);
    }

    private static void add(Shape shape, Set<Shape> reporting) {
      if (reporting.add(shape)) {
        shape.getPropertyShapes().forEach(property -> add(property, reporting));
      }
    }

    /// Counts a constraint that a node does not conform to.
    void count(ConstraintEvaluatedEvent evaluated) {
      if (reporting.contains(evaluated.getShape()) && results.incrementAndGet() > MAX_RESULTS) {
        work.stop("has more than %,d results".formatted(MAX_RESULTS));
      }
    }
  }

  private ShapeValidator(Shapes shapes, Graph graph, WorkWatch watch) {
    this.shapes = shapes;
    this.graph = graph;
    this.watch = watch;
    StoppablePattern.replaceIn(shapes);
    shapes.getTargetShapes().forEach(shape -> works.put(shape, ShapeWork.of(shape, watch.work())));
  }

  /// Returns the validation results, in an order that does not depend on the number of processors.
  ///
  /// @param shapes a graph of SHACL shapes
  /// @param graph the data, safe for reading by several threads
  /// @param watch stops shapes that take too long or need too much memory
  static Results validate(Graph shapes, Graph graph, WorkWatch watch) {
    return new ShapeValidator(Shapes.parse(shapes), graph, watch).validate();
  }

  private Results validate() {
    List<Map.Entry<Node, List<Shape>>> all = List.copyOf(shapesByFocus().entrySet());
    List<ReportEntry> entries =
        IntStream.range(0, Math.ceilDiv(all.size(), NODES_PER_PART))
            .map(i -> i * NODES_PER_PART)
            .mapToObj(i -> all.subList(i, Math.min(all.size(), i + NODES_PER_PART)))
            .parallel()
            .flatMap(part -> validate(part).stream())
            .toList();
    Map<Shape, String> stopped = new LinkedHashMap<>();
    for (Shape shape : shapes.getTargetShapes()) {
      work(shape).work().reason().ifPresent(reason -> stopped.put(shape, reason));
    }
    return new Results(entries, stopped);
  }

  private Collection<ReportEntry> validate(List<Map.Entry<Node, List<Shape>>> part) {
    try (WorkWatch.Lane lane = watch.lane()) {
      Graph cache = new SubjectCache(graph, lane);
      AtomicReference<@Nullable ShapeWork> now = new AtomicReference<>();
      ValidationContext context =
          ValidationContext.create(shapes, cache, event -> follow(event, lane, now.get()));
      for (Map.Entry<Node, List<Shape>> focus : part) {
        for (Shape shape : focus.getValue()) {
          now.set(work(shape));
          lane.run(
              work(shape).work(), () -> VLib.validateShape(context, cache, shape, focus.getKey()));
        }
      }
      return context.generateReport().getEntries();
    }
  }

  /// Called before each step of a validation and before each result.
  private static void follow(
      ValidationEvent event, WorkWatch.Lane lane, @Nullable ShapeWork shape) {
    if (shape != null
        && event instanceof ConstraintEvaluatedEvent evaluated
        && !evaluated.isValid()) {
      shape.count(evaluated);
    }
    lane.goOn();
  }

  private ShapeWork work(Shape shape) {
    return Objects.requireNonNull(works.get(shape));
  }

  /// Finds the focus nodes and the shapes of each. Nodes of the same shapes share one list.
  private Map<Node, List<Shape>> shapesByFocus() {
    Map<Node, List<Shape>> byFocus = new LinkedHashMap<>();
    Map<Node, Collection<Node>> instances = new HashMap<>();
    for (Shape shape : shapes.getTargetShapes()) {
      Set<Node> nodes = focusNodes(shape, instances);
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

  /// Returns the focus nodes of a shape; none if finding them was stopped.
  private Set<Node> focusNodes(Shape shape, Map<Node, Collection<Node>> instances) {
    Set<Node> nodes = new LinkedHashSet<>();
    try (WorkWatch.Lane lane = watch.lane()) {
      Graph watched = new SubjectCache(graph, lane);
      boolean whole =
          lane.run(
              work(shape).work(),
              () -> {
                for (Target target : shape.getTargets()) {
                  nodes.addAll(
                      target.getTargetType() == TargetType.targetClass
                          ? instances.computeIfAbsent(
                              target.getObject(), _ -> target.getFocusNodes(watched))
                          : target.getFocusNodes(watched));
                }
              });
      return whole ? nodes : Set.of();
    }
  }
}
