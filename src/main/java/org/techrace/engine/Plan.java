package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Report;
import org.techrace.table.Table;

/// Compiles a mapping for one form of terms.
///
/// @param <T> the form of a term
final class Plan<T> {
  private final Map<String, TriplesMap> maps;
  private final Terms<T> terms;
  private final EngineOptions options;
  private final Report report;

  Plan(Mapping mapping, Terms<T> terms, EngineOptions options, Report report) {
    this.maps =
        mapping.triplesMaps().stream()
            .collect(Collectors.toMap(TriplesMap::name, Function.identity()));
    this.terms = terms;
    this.options = options;
    this.report = report;
  }

  /// Compiles a triples map, reading the parents of its joins.
  ///
  /// @return nothing if its table does not exist, which is reported
  Optional<TriplesMapPlan<T>> compile(TriplesMap map) throws IOException {
    Optional<Table> table = Tables.of(map.source(), report);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    References references = new References();
    TermCompiler<T> compiler = compiler(map);
    TermMaker<T> subject = compiler.compile(map.subject().term(), references);
    List<TriplesMapPlan.Part<T>> parts = new ArrayList<>();
    for (TriplesMap.PredicateObjectMap part : map.predicateObjects()) {
      List<TermMaker<T>> objects = new ArrayList<>();
      for (ObjectMap object : part.objects()) {
        objects.add(
            switch (object) {
              case TermMap term -> compiler.compile(term, references);
              case RefObjectMap ref -> join(map, ref, references);
            });
      }
      parts.add(
          new TriplesMapPlan.Part<>(
              compileAll(part.predicates(), compiler, references),
              objects,
              compileAll(part.graphs(), compiler, references)));
    }
    return Optional.of(
        new TriplesMapPlan<>(
            map,
            table.get(),
            references,
            subject,
            terms.constant(RDF.type.asNode()),
            map.subject().classes().stream()
                .map(c -> terms.constant(NodeFactory.createURI(c)))
                .toList(),
            compileAll(map.subject().graphs(), compiler, references),
            parts,
            terms.defaultGraph()));
  }

  private TermCompiler<T> compiler(TriplesMap map) {
    return new TermCompiler<>(terms, map.base().orElse(options.base()));
  }

  private List<TermMaker<T>> compileAll(
      List<TermMap> maps, TermCompiler<T> compiler, References references) {
    return maps.stream().map(map -> compiler.compile(map, references)).toList();
  }

  private TermMaker<T> join(TriplesMap child, RefObjectMap ref, References references)
      throws IOException {
    TriplesMap parent = Objects.requireNonNull(maps.get(ref.parent()));
    TermMap subject = parent.subject().term();
    if (ref.joins().isEmpty()) {
      if (!parent.source().sameRowsAs(child.source())) {
        report.error(
            ref.at(),
            "<%s> iterates over another source and there is no rml:joinCondition; add one"
                .formatted(ref.parent()));
      }
      return compiler(parent).compile(subject, references);
    }
    Optional<Table> table = Tables.of(parent.source(), report);
    if (table.isEmpty()) {
      return (_, _) -> List.of();
    }
    References parentReferences = new References();
    TermMaker<T> parentSubject = compiler(parent).compile(subject, parentReferences);
    List<Values> parentKeys =
        ref.joins().stream()
            .map(j -> Values.compile(j.parent(), parentReferences, UnaryOperator.identity()))
            .toList();
    List<Values> childKeys =
        ref.joins().stream()
            .map(j -> Values.compile(j.child(), references, UnaryOperator.identity()))
            .toList();
    // The parent's table reports its own faults when it is mapped itself.
    JoinIndex<T> index =
        JoinIndex.read(table.get(), parentReferences, parentSubject, parentKeys, new Report());
    return (row, _) -> index.find(row, childKeys);
  }
}
