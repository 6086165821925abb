package org.techrace.engine.plan;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.mapping.Expression;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.table.Reference;

/// The logical plan of a mapping, as data: each table is scanned once, its rows are extended by the
/// terms of the triples maps over it and joined with the rows of their parents; each quad is
/// written once.
///
/// @param scans the tables, in the order in which they are read
public record MappingPlan(List<Scan> scans) implements Serializable {
  public MappingPlan {
    scans = List.copyOf(scans);
  }

  /// A table that is read once.
  ///
  /// @param table its name in findings
  /// @param bytes the size of its file, or 0 if it is not a file
  /// @param references what is read of each row
  /// @param maps the triples maps over it
  public record Scan(String table, long bytes, List<String> references, List<Extend> maps)
      implements Serializable {
    public Scan {
      references = List.copyOf(references);
      maps = List.copyOf(maps);
    }
  }

  /// A triples map.
  ///
  /// @param map its name
  /// @param subject how the subject is generated
  /// @param predicateObjects the number of its predicate-object maps
  /// @param joins its joins
  /// @param isWhole true if it needs all rows of its table in one task
  public record Extend(
      String map, String subject, int predicateObjects, List<JoinWith> joins, boolean isWhole)
      implements Serializable {
    public Extend {
      joins = List.copyOf(joins);
    }
  }

  /// A join.
  ///
  /// @param map the name of the parent triples map
  /// @param conditions the join conditions in words
  /// @param parent the table of the parent, without triples maps
  /// @param collected true if the parents are collected in an earlier scan of this table
  public record JoinWith(String map, List<String> conditions, Scan parent, boolean collected)
      implements Serializable {
    public JoinWith {
      conditions = List.copyOf(conditions);
    }
  }

  /// Describes compiled triples maps.
  ///
  /// @param compiled the result of [PlanCompiler#scans]
  /// @throws IOException if the size of a file cannot be read
  public static <T> MappingPlan of(List<TableScan<T>> compiled) throws IOException {
    List<Scan> scans = new ArrayList<>();
    Set<JoinIndex<T>> collected = new HashSet<>();
    for (TableScan<T> scan : compiled) {
      TriplesMapPlan<T> first = scan.first();
      List<Extend> maps = new ArrayList<>();
      for (TriplesMapPlan<T> plan : scan.maps()) {
        maps.add(extend(plan, collected));
      }
      scan.collectors().forEach(collector -> collected.add(collector.parents()));
      scans.add(
          new Scan(
              first.table().name(), first.table().bytes(), texts(first.references().list()), maps));
    }
    return new MappingPlan(scans);
  }

  private static <T> Extend extend(TriplesMapPlan<T> plan, Set<JoinIndex<T>> collected)
      throws IOException {
    TriplesMap map = plan.map();
    List<JoinWith> joins = new ArrayList<>();
    List<Parent> refs =
        Stream.concat(
                Stream.of(map.subject().term()),
                map.predicateObjects().stream().flatMap(part -> part.objects().stream()))
            .flatMap(MappingPlan::parents)
            .filter(parent -> !parent.ref.joins().isEmpty())
            .toList();
    for (Parent joined : refs) {
      RefObjectMap ref = joined.ref;
      for (JoinIndex<T> parent : plan.parents()) {
        if (parent.isOf(ref, joined.quoted)) {
          joins.add(
              new JoinWith(
                  ref.parent(),
                  ref.joins().stream()
                      .map(
                          join ->
                              "child %s = parent %s"
                                  .formatted(join.child().described(), join.parent().described()))
                      .toList(),
                  new Scan(
                      parent.table().name(),
                      parent.table().bytes(),
                      texts(parent.references()),
                      List.of()),
                  collected.contains(parent)));
        }
      }
    }
    return new Extend(
        map.name(),
        map.subject().term().expression().described(),
        map.predicateObjects().size(),
        joins,
        plan.gathers());
  }

  /// A parent of joins.
  ///
  /// @param quoted true if its triples are joined with
  private record Parent(RefObjectMap ref, boolean quoted) {}

  private static Stream<Parent> parents(ObjectMap object) {
    return switch (object) {
      case RefObjectMap ref -> Stream.of(new Parent(ref, false));
      case TermMap term ->
          term.expression() instanceof Expression.Quoted(RefObjectMap ref)
              ? Stream.of(new Parent(ref, true))
              : term.gather().stream()
                  .flatMap(g -> g.items().stream())
                  .flatMap(MappingPlan::parents);
    };
  }

  private static List<String> texts(List<Reference> references) {
    return references.stream().map(Reference::text).toList();
  }

  /// Returns the size of all scanned files in bytes.
  public long bytes() {
    return scans.stream().mapToLong(Scan::bytes).sum();
  }

  /// Returns the plan as lines of text.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Scan scan : scans) {
      lines.add(described(scan));
      for (Extend map : scan.maps) {
        lines.add(
            "  extend <%s>: subject %s, predicate-object maps: %d%s"
                .formatted(
                    TriplesMap.shortName(map.map),
                    map.subject,
                    map.predicateObjects,
                    map.isWhole ? ", collections over all rows" : ""));
        for (JoinWith join : map.joins) {
          lines.add(
              "    join <%s> on %s: %s"
                  .formatted(
                      TriplesMap.shortName(join.map),
                      String.join(" and ", join.conditions),
                      join.collected
                          ? "rows of the scan of " + join.parent.table
                          : described(join.parent)));
        }
      }
    }
    lines.add("distinct quads, by fingerprints of 128 bits");
    lines.add("write N-Quads");
    return List.copyOf(lines);
  }

  private static String described(Scan scan) {
    return "scan %s%s for %s"
        .formatted(
            scan.table,
            scan.bytes == 0 ? "" : " (%,d bytes)".formatted(scan.bytes),
            scan.references.isEmpty() ? "its rows" : String.join(", ", scan.references));
  }
}
