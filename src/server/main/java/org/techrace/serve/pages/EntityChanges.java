package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.system.Txn;
import org.techrace.entity.Labels;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;

/// The changes of a thing since an earlier release: statements about it, and about the things that
/// mention it, each with its source.
///
/// @param changes the statements that were added or removed, at most [#SHOWN]
/// @param rest how many more there are
/// @param mentions whether the things that mention it were compared; they are not if there are too
///   many
public record EntityChanges(List<Change> changes, int rest, boolean mentions) {
  static final int SHOWN = 100;
  private static final int MOST_MENTIONS = 500;
  private static final int DEPTH = 3;

  /// A statement.
  ///
  /// @param added true if only the later release has it
  /// @param subject the thing that it is about; empty if it is the one of the page
  public record Change(
      boolean added, Optional<Term> subject, Term property, Term value, Term source) {}

  /// A statement of one release. Two are the same if they have the same text.
  private record Statement(String text, Quad quad) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Statement statement && text.equals(statement.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /// Compares two releases.
  ///
  /// @param iri the IRI of the thing
  static EntityChanges of(String iri, Lease earlier, Lease later) {
    Node thing = NodeFactory.createURI(iri);
    Set<Node> subjects = new LinkedHashSet<>(List.of(thing));
    boolean mentions = addMentions(thing, earlier, subjects) && addMentions(thing, later, subjects);
    if (!mentions) {
      subjects = Set.of(thing);
    }
    Set<Statement> before = statements(subjects, earlier);
    Set<Statement> now = statements(subjects, later);
    List<Change> changes = new ArrayList<>();
    changes.addAll(only(before, now, thing, false, earlier));
    changes.addAll(only(now, before, thing, true, later));
    List<Change> shown =
        changes.stream()
            .sorted(
                Comparator.comparing((Change c) -> c.subject().map(Term::text).orElse(""))
                    .thenComparing(c -> c.property().text())
                    .thenComparing(Change::added))
            .limit(SHOWN)
            .toList();
    return new EntityChanges(shown, changes.size() - shown.size(), mentions);
  }

  /// Adds the things that mention a thing.
  ///
  /// @return false if there are too many
  private static boolean addMentions(Node thing, Lease lease, Set<Node> subjects) {
    return Txn.calculateRead(
        lease.dataset(),
        () -> {
          Iterator<Quad> quads = ofSources(Node.ANY, thing, lease);
          while (quads.hasNext() && subjects.size() <= MOST_MENTIONS) {
            Node subject = quads.next().getSubject();
            if (subject.isURI()) {
              subjects.add(subject);
            }
          }
          return !quads.hasNext();
        });
  }

  private static Set<Statement> statements(Set<Node> subjects, Lease lease) {
    DatasetGraph dataset = lease.dataset();
    return Txn.calculateRead(
        dataset,
        () -> {
          Set<Statement> statements = new HashSet<>();
          for (Node subject : subjects) {
            ofSources(subject, Node.ANY, lease)
                .forEachRemaining(quad -> statements.add(statement(quad, dataset)));
          }
          return statements;
        });
  }

  /// Finds statements of the sources. The description of the release is another one in each.
  private static Iterator<Quad> ofSources(Node subject, Node object, Lease lease) {
    Node description = NodeFactory.createURI(lease.iris().release(lease.release()));
    return Iter.filter(
        lease.dataset().findNG(Node.ANY, subject, Node.ANY, object),
        quad -> !quad.getGraph().equals(description));
  }

  private static Statement statement(Quad quad, DatasetGraph dataset) {
    String text =
        String.join(
            " ",
            NodeFmtLib.strNT(quad.getSubject()),
            NodeFmtLib.strNT(quad.getPredicate()),
            content(quad.getObject(), dataset, DEPTH),
            NodeFmtLib.strNT(quad.getGraph()));
    return new Statement(text, quad);
  }

  /// Returns a term as text; for a blank node, what is stated about it, because its label can be
  /// another one in each release.
  private static String content(Node term, DatasetGraph dataset, int depth) {
    if (!term.isBlank()) {
      return NodeFmtLib.strNT(term);
    }
    if (depth == 0) {
      return "[]";
    }
    List<String> statements = new ArrayList<>();
    dataset
        .findNG(Node.ANY, term, Node.ANY, Node.ANY)
        .forEachRemaining(
            quad ->
                statements.add(
                    NodeFmtLib.strNT(quad.getPredicate())
                        + " "
                        + content(quad.getObject(), dataset, depth - 1)));
    return statements.stream().sorted().collect(Collectors.joining("; ", "[", "]"));
  }

  private static List<Change> only(
      Set<Statement> in, Set<Statement> notIn, Node thing, boolean added, Lease lease) {
    Labels labels = lease.entities().labels();
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            in.stream()
                .filter(statement -> !notIn.contains(statement))
                .map(Statement::quad)
                .map(
                    quad ->
                        new Change(
                            added,
                            quad.getSubject().equals(thing)
                                ? Optional.empty()
                                : Optional.of(labels.term(quad.getSubject())),
                            labels.term(quad.getPredicate()),
                            labels.term(quad.getObject()),
                            labels.term(quad.getGraph())))
                .toList());
  }
}
