package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.pages.ShortNames;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The evidence in one answer. Facts refer to a piece by its number, so that the same piece is in
/// the answer once. Not thread-safe.
final class Evidence {
  private static final String PIECES = "evidence";
  private static final String DOCUMENTS = "documentNames";

  /// The properties that only answers with evidence have.
  static final Map<String, Object> SCHEMA =
      Map.of(
          PIECES,
          ToolAnswer.described(
              Map.of("type", "array", "items", Map.of("type", "object")),
              "the pieces of evidence, by the numbers in the column of evidence: source (a line of"
                  + " 'sources' begins with its name), paragraphs, documents, hedges"),
          DOCUMENTS,
          ToolAnswer.described(
              Map.of("type", "object", "additionalProperties", Map.of("type", "string")),
              "the names of the documents in 'evidence'"));

  private final Entities entities;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, Map<String, Piece>> known = new LinkedHashMap<>();
  private final Map<String, Optional<Term>> licences = new TreeMap<>();

  /// The evidence of a fact in one source.
  ///
  /// @param paragraphs the passages that state it
  /// @param documents the documents that contain it
  /// @param hedges how certain it is, and who says so
  private record Piece(
      Term source, String date, Set<Term> paragraphs, Set<Term> documents, Set<String> hedges) {}

  Evidence(Entities entities) {
    this.entities = entities;
    for (ResultRow row : entities.rows("sources")) {
      row.iri("graph").ifPresent(graph -> licences.put(graph, row.get("licence")));
    }
  }

  /// Returns the evidence of some things, by IRI. A thing without statements has none.
  Map<String, Set<Integer>> of(Collection<String> things) {
    Map<String, Map<String, Piece>> found = read(things);
    Map<String, Set<Integer>> numbers = new LinkedHashMap<>();
    found.forEach(
        (thing, bySource) -> {
          Set<Integer> own = new LinkedHashSet<>();
          bySource.values().forEach(piece -> own.add(number(piece)));
          numbers.put(thing, own);
        });
    return numbers;
  }

  /// Returns the evidence of some things, by IRI and source.
  private Map<String, Map<String, Piece>> read(Collection<String> things) {
    Map<String, Map<String, Piece>> found = new LinkedHashMap<>();
    List<Node> nodes = things.stream().distinct().map(NodeFactory::createURI).toList();
    if (!nodes.isEmpty()) {
      String release = entities.iris().release("");
      for (ResultRow row : entities.rows(Ask.of("evidence").about(nodes))) {
        // What a release says of itself comes from no source.
        if (!row.iri("graph").orElseThrow().startsWith(release)) {
          add(row, found);
        }
      }
    }
    return found;
  }

  private static void add(ResultRow row, Map<String, Map<String, Piece>> found) {
    Term source = row.get("graph").orElseThrow();
    Piece piece =
        found
            .computeIfAbsent(row.iri("thing").orElseThrow(), t -> new LinkedHashMap<>())
            .computeIfAbsent(
                source.key(),
                s ->
                    new Piece(
                        source,
                        row.text("date"),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>()));
    row.get("passage").ifPresent(piece.paragraphs::add);
    row.get("document").ifPresent(piece.documents::add);
    row.get("hedge").map(Term::text).ifPresent(piece.hedges::add);
  }

  /// Returns the numbers of the evidence of a statement about a thing. It has the hedges of the
  /// thing too, and its paragraphs and documents if the statement has none of its own.
  Set<Integer> of(List<Entity.Evidence> evidence, String thing) {
    if (!known.containsKey(thing)) {
      known.putAll(read(List.of(thing)));
    }
    Set<Integer> numbers = new LinkedHashSet<>();
    for (Entity.Evidence one : evidence) {
      Set<String> hedges = new LinkedHashSet<>(one.hedges());
      Set<Term> places = new LinkedHashSet<>(one.places());
      Set<Term> documents = new LinkedHashSet<>();
      Piece whole = known.getOrDefault(thing, Map.of()).get(one.source().key());
      if (whole != null) {
        hedges.addAll(whole.hedges);
        documents.addAll(whole.documents);
        if (places.isEmpty()) {
          places.addAll(whole.paragraphs);
        }
        documents.removeAll(places);
      }
      numbers.add(number(new Piece(one.source(), one.date(), places, documents, hedges)));
    }
    return numbers;
  }

  private int number(Piece piece) {
    int same = pieces.indexOf(piece);
    if (same >= 0) {
      return same;
    }
    pieces.add(piece);
    return pieces.size() - 1;
  }

  /// Returns a line for each source, with its licence and date.
  List<String> sources() {
    return pieces.stream().map(this::line).distinct().toList();
  }

  private String line(Piece piece) {
    List<String> about = new ArrayList<>();
    licences
        .getOrDefault(piece.source.key(), Optional.empty())
        .ifPresent(licence -> about.add(licence.text()));
    if (!piece.date.isEmpty()) {
      about.add(piece.date);
    }
    return about.isEmpty()
        ? piece.source.text()
        : "%s (%s)".formatted(piece.source.text(), String.join(", ", about));
  }

  /// Returns how certain some pieces are, and who says so.
  Set<String> hedges(Collection<Integer> numbers) {
    Set<String> hedges = new LinkedHashSet<>();
    numbers.forEach(number -> hedges.addAll(pieces.get(number).hedges));
    return hedges;
  }

  /// Adds all pieces in the order of their numbers, a line for each source, and the names of the
  /// documents. What several pieces have is there once.
  void addTo(ToolAnswer answer, ShortNames names) {
    answer.texts(
        ToolAnswer.SOURCES,
        pieces.stream()
            .map(piece -> names.shortened(piece.source.key()) + ": " + line(piece))
            .distinct()
            .toList());
    ArrayNode all = HttpJson.array();
    Map<String, String> documents = new TreeMap<>();
    for (Piece piece : pieces) {
      ObjectNode one = all.addObject().put("number", all.size() - 1);
      one.put("source", names.shortened(piece.source.key()));
      put(one, "paragraphs", piece.paragraphs, names);
      put(one, "documents", piece.documents, names);
      if (!piece.hedges.isEmpty()) {
        piece.hedges.forEach(one.putArray("hedges")::add);
      }
      for (Term document : piece.documents) {
        // Without a name of its own, a document has its address.
        if (!document.key().contains(document.text())) {
          documents.put(names.shortened(document.key()), document.text());
        }
      }
    }
    answer.set(PIECES, all);
    if (!documents.isEmpty()) {
      ObjectNode named = HttpJson.object();
      documents.forEach(named::put);
      answer.set(DOCUMENTS, named);
    }
  }

  private static void put(ObjectNode piece, String name, Set<Term> terms, ShortNames names) {
    if (!terms.isEmpty()) {
      ArrayNode all = piece.putArray(name);
      terms.forEach(term -> all.add(names.shortened(term.key())));
    }
  }

  /// Returns the numbers of evidence as a cell: "0, 3".
  static String cell(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
