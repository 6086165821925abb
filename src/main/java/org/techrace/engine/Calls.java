package org.techrace.engine;

import java.util.List;
import java.util.stream.Stream;
import org.techrace.mapping.Expression;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;

/// Finds the function calls of a triples map.
final class Calls {
  private Calls() {}

  static List<Expression.Call> of(TriplesMap map) {
    Stream<TermMap> parts =
        map.predicateObjects().stream()
            .flatMap(
                p ->
                    Stream.of(
                            p.predicates().stream(),
                            p.objects().stream().flatMap(Calls::terms),
                            p.graphs().stream())
                        .flatMap(s -> s));
    return Stream.concat(
            Stream.concat(terms(map.subject().term()), map.subject().graphs().stream()), parts)
        .flatMap(
            term ->
                Stream.of(
                        Stream.of(term.expression()),
                        term.language().stream(),
                        term.datatype().stream())
                    .flatMap(s -> s))
        .flatMap(Calls::calls)
        .toList();
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
      case Expression.Constant _,
          Expression.Reference _,
          Expression.Template _,
          Expression.Fresh _ ->
          Stream.of();
    };
  }
}
