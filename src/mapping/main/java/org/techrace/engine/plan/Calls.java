package org.techrace.engine.plan;

import java.util.List;
import java.util.stream.Stream;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.mapping.Unpivot;

/// Finds the function calls in a triples map and in the views that it reads.
public final class Calls {
  private Calls() {}

  public static List<Expression.Call> of(TriplesMap map) {
    Stream<TermMap> parts =
        map.predicateObjects().stream()
            .flatMap(
                p ->
                    Stream.of(
                            p.predicates().stream(),
                            p.objects().stream().flatMap(Calls::terms),
                            p.graphs().stream())
                        .flatMap(s -> s));
    Stream<TermMap> terms =
        Stream.concat(
            Stream.concat(terms(map.subject().term()), map.subject().graphs().stream()), parts);
    return Stream.of(
            views(map.source()),
            joins(map.predicateObjects().stream().flatMap(p -> p.objects().stream())),
            terms.flatMap(Calls::expressions))
        .flatMap(s -> s)
        .flatMap(Calls::calls)
        .toList();
  }

  private static Stream<Expression> expressions(TermMap term) {
    return Stream.of(
            Stream.of(term.expression()), term.language().stream(), term.datatype().stream())
        .flatMap(s -> s);
  }

  private static Stream<Expression> joins(Stream<ObjectMap> objects) {
    return objects.flatMap(
        object ->
            switch (object) {
              case RefObjectMap ref -> conditions(ref.joins());
              case TermMap term ->
                  term.gather().stream().flatMap(gather -> joins(gather.items().stream()));
            });
  }

  private static Stream<Expression> conditions(List<RefObjectMap.Join> joins) {
    return joins.stream().flatMap(join -> Stream.of(join.child(), join.parent()));
  }

  private static Stream<Expression> views(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalSource _ -> Stream.of();
      case Unpivot unpivot -> views(unpivot.on());
      case LogicalView view ->
          Stream.of(
                  views(view.on()),
                  fields(view.fields()),
                  view.joins().stream().flatMap(Calls::joined))
              .flatMap(s -> s);
    };
  }

  private static Stream<Expression> joined(LogicalView.ViewJoin join) {
    return Stream.of(views(join.parent()), conditions(join.conditions()), fields(join.fields()))
        .flatMap(s -> s);
  }

  private static Stream<Expression> fields(List<? extends LogicalView.Field> fields) {
    return fields.stream()
        .flatMap(
            field ->
                Stream.concat(
                    field instanceof LogicalView.ExpressionField of
                        ? Stream.of(of.expression())
                        : Stream.of(),
                    fields(field.fields())));
  }

  private static Stream<TermMap> terms(ObjectMap object) {
    return switch (object) {
      case TermMap term ->
          Stream.concat(
              Stream.of(term),
              term.gather().stream().flatMap(g -> g.items().stream()).flatMap(Calls::terms));
      case RefObjectMap _ -> Stream.of();
    };
  }

  private static Stream<Expression.Call> calls(Expression expression) {
    return switch (expression) {
      case Expression.Call call ->
          Stream.concat(
              Stream.of(call), call.inputs().stream().flatMap(input -> calls(input.value())));
      case Expression.Conditional(var condition, var value) ->
          Stream.concat(calls(condition), calls(value));
      case Expression.Quoted(var triples) -> conditions(triples.joins()).flatMap(Calls::calls);
      case Expression.Constant _,
          Expression.Reference _,
          Expression.Template _,
          Expression.Fresh _ ->
          Stream.of();
    };
  }
}
