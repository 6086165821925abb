package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Term;
import org.techrace.release.Changes;
import org.techrace.release.Releases;
import org.techrace.serve.current.Lease;

/// Finds the sources that changed statements which a query reads. Releases do not change, so two
/// are compared once. Safe for use by several threads.
public final class SourceChanges {
  private static final int MOST_KEPT = 20;
  private static final Pattern IRI = Pattern.compile("<([^>]*)>");

  private final Optional<Releases> releases;
  private final Cache<List<String>, Map<String, Map<String, Changes.Count>>> known =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  /// @param releases the folder of the releases; empty if the served data is not in files
  public SourceChanges(Optional<Releases> releases) {
    this.releases = releases;
  }

  /// A source with the number of statements that it added and removed.
  public record Change(Term source, long added, long removed) {}

  /// Returns the sources that changed statements which a query reads: those with its properties, or
  /// with its classes.
  public List<Change> of(Query query, String earlier, Lease later) {
    Read read = Read.of(query);
    TreeMap<String, long[]> sources = new TreeMap<>();
    known
        .get(List.of(earlier, later.release()), this::compare)
        .forEach(
            (graph, counts) ->
                counts.forEach(
                    (key, count) -> {
                      if (read.has(key)) {
                        long[] sum = sources.computeIfAbsent(graph, _ -> new long[2]);
                        sum[0] += count.added();
                        sum[1] += count.removed();
                      }
                    }));
    return Txn.calculateRead(
        later.dataset(),
        () ->
            sources.entrySet().stream()
                .map(
                    source ->
                        new Change(
                            later.entities().labels().term(NodeFactory.createURI(source.getKey())),
                            source.getValue()[0],
                            source.getValue()[1]))
                .toList());
  }

  /// Counts the changed statements by source and property, those of `rdf:type` by class.
  private Map<String, Map<String, Changes.Count>> compare(List<String> pair) {
    Map<String, Map<String, Changes.Count>> counts = new TreeMap<>();
    try {
      releases
          .orElseThrow()
          .changes(
              pair.getFirst(),
              pair.getLast(),
              (added, line) -> {
                String[] terms = line.split(" ", 4);
                String property = terms[1].substring(1, terms[1].length() - 1);
                String key =
                    property.equals(RDF.type.getURI())
                        ? "a " + terms[2].replaceAll("[<>]", "")
                        : property;
                int end = line.lastIndexOf('>');
                String graph = line.substring(line.lastIndexOf('<', end) + 1, end);
                counts
                    .computeIfAbsent(graph, _ -> new TreeMap<>())
                    .merge(
                        key,
                        new Changes.Count(added ? 1 : 0, added ? 0 : 1, 0),
                        Changes.Count::plus);
              });
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The terms that a query reads.
  ///
  /// @param keys properties and classes
  /// @param all true if a property is a variable
  private record Read(Set<String> keys, boolean all) {
    static Read of(Query query) {
      Set<String> keys = new HashSet<>();
      boolean[] all = {false};
      Walker.walk(
          Algebra.compile(query),
          new OpVisitorBase() {
            @Override
            public void visit(OpBGP bgp) {
              for (Triple triple : bgp.getPattern()) {
                all[0] |= !add(triple, keys);
              }
            }

            @Override
            public void visit(OpPath path) {
              IRI.matcher(path.getTriplePath().getPath().toString())
                  .results()
                  .forEach(iri -> keys.add(iri.group(1)));
            }
          });
      return new Read(keys, all[0]);
    }

    private static boolean add(Triple triple, Set<String> keys) {
      Node property = triple.getPredicate();
      if (!property.isURI()) {
        return false;
      }
      boolean typed = property.getURI().equals(RDF.type.getURI()) && triple.getObject().isURI();
      keys.add(typed ? "a " + triple.getObject().getURI() : property.getURI());
      return true;
    }

    boolean has(String key) {
      return all
          || keys.contains(key)
          || (key.startsWith("a ") && keys.contains(RDF.type.getURI()));
    }
  }
}
