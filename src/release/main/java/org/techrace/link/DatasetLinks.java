package org.techrace.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.Txn;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.RdfFiles;
import org.techrace.rdf.SafeIris;
import org.techrace.release.Release;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.search.Candidate;
import org.techrace.search.GraphFacts;
import org.techrace.search.MatchQuery;
import org.techrace.search.NamedEntity;
import org.techrace.search.Search;

/// Proposes links between the graph and another dataset, in RDF or as a table.
///
/// The label index limits the comparisons: only entities that share a word, a key or an identifier
/// are compared. All names of an entity are tried and the candidate with the highest score is used.
public final class DatasetLinks {
  /// The minimum score of a proposed link.
  private static final double MIN_SCORE = 20;

  /// The minimum score of an exact match. The graph's entity must also have no other link.
  private static final double MIN_EXACT_SCORE = 97;

  private static final int CANDIDATES = 2;

  /// Counts of a run.
  ///
  /// @param entities the number of entities of the other dataset that have a name
  /// @param exact the number of exact matches
  /// @param close the number of close matches
  /// @param unsure the number of proposals below the threshold
  public record Summary(long entities, long exact, long close, long unsure) {}

  /// An entity of the other dataset with its best candidate.
  private record Linked(NamedEntity other, Candidate found) {}

  private DatasetLinks() {}

  /// Links another dataset.
  ///
  /// @param release the release to link to
  /// @param options what to compare and which score is enough
  /// @param other an RDF file (`.ttl`, `.nt`, ...), or a `.csv` file whose first identifier column
  ///   holds the IRIs of its rows
  /// @param mappings receives all proposals, as SSSOM
  /// @param linkset receives the links at or above the threshold, as SKOS mappings with a VoID
  ///   description
  /// @param date the date of the mappings
  /// @param report receives the faults
  /// @return the counts, or empty if the report has errors
  /// @throws IOException if a file cannot be read or written
  public static Optional<Summary> link(
      Release release,
      LinkOptions options,
      Path other,
      Path mappings,
      Path linkset,
      LocalDate date,
      Report report)
      throws IOException {
    List<NamedEntity> entities = new ArrayList<>();
    Map<String, List<MatchQuery.Property>> properties = new HashMap<>();
    if (String.valueOf(other.getFileName()).endsWith(".csv")) {
      readTable(other, options, report, entities, properties);
    } else {
      readGraph(other, options, report, entities, properties);
    }
    if (report.hasErrors()) {
      return Optional.empty();
    }
    List<Linked> linked = match(release, options, entities, properties, report);
    if (report.hasErrors()) {
      return Optional.empty();
    }
    Map<String, Long> taken = new HashMap<>();
    linked.stream()
        .filter(l -> l.found().score() >= options.threshold())
        .forEach(l -> taken.merge(l.found().iri(), 1L, Long::sum));
    List<Mapping> all =
        linked.stream().map(l -> mapping(l, taken.getOrDefault(l.found().iri(), 0L) == 1)).toList();
    List<Mapping> sure = all.stream().filter(m -> m.score() >= options.threshold()).toList();
    Mapping.write(all, mappings, date);
    Linkset.write(sure, release, other, linkset);
    long exact = sure.stream().filter(m -> m.predicate().equals(Mapping.EXACT_MATCH)).count();
    return Optional.of(
        new Summary(entities.size(), exact, sure.size() - exact, all.size() - sure.size()));
  }

  private static void readGraph(
      Path file,
      LinkOptions options,
      Report report,
      List<NamedEntity> entities,
      Map<String, List<MatchQuery.Property>> properties)
      throws IOException {
    Graph graph = GraphFactory.createDefaultGraph();
    try {
      String name = String.valueOf(file.getFileName());
      try (InputStream in = ReadableFile.named(file).stream()) {
        RdfFiles.read(in, name, file.toUri().toString(), StreamRDFLib.graph(graph));
      }
    } catch (RiotException e) {
      report.error(Place.file(String.valueOf(file.getFileName())), String.valueOf(e.getMessage()));
      return;
    }
    entities.addAll(NamedEntity.in(graph));
    GraphFacts facts = new GraphFacts(graph);
    for (NamedEntity entity : entities) {
      List<MatchQuery.Property> given = new ArrayList<>();
      options
          .properties()
          .forEach(
              (ours, theirs) ->
                  facts
                      .texts(entity.iri(), theirs)
                      .forEach(text -> given.add(new MatchQuery.Property(ours, text))));
      properties.put(entity.iri(), given);
    }
  }

  private static void readTable(
      Path file,
      LinkOptions options,
      Report report,
      List<NamedEntity> entities,
      Map<String, List<MatchQuery.Property>> properties)
      throws IOException {
    if (options.identifiers().isEmpty()) {
      report.error(
          Place.file(String.valueOf(file.getFileName())),
          "name the column with the IRIs of the rows: --id COLUMN");
      return;
    }
    Optional<CsvFile> read =
        CsvFile.read(ReadableFile.named(file), options.delimiter(), options.columns(), report);
    if (read.isEmpty()) {
      return;
    }
    CsvFile csv = read.get();
    String iris = options.identifiers().getFirst();
    for (List<String> row : csv.rows()) {
      Optional<String> iri = csv.cell(row, iris);
      String fault = iri.isEmpty() ? null : SafeIris.fault(iri.get());
      if (fault != null) {
        report.error(
            Place.file(String.valueOf(file.getFileName())),
            "'%s' in column '%s' is not an IRI: %s; a link needs the IRI of the row"
                .formatted(iri.orElse(""), iris, fault));
        return;
      }
      MatchQuery query = options.query(column -> csv.cell(row, column));
      if (iri.isPresent() && !query.name().isBlank()) {
        entities.add(new NamedEntity(iri.get(), List.of(query.name()), query.identifiers()));
        properties.put(iri.get(), query.properties());
      }
    }
  }

  private static List<Linked> match(
      Release release,
      LinkOptions options,
      List<NamedEntity> entities,
      Map<String, List<MatchQuery.Property>> properties,
      Report report)
      throws IOException {
    DatasetGraph dataset = release.dataset();
    try (Search search = TableLinks.open(release)) {
      if (!Txn.calculateRead(dataset, () -> options.fit(release.id(), search, report))) {
        return List.of();
      }
      return entities.parallelStream()
          .map(
              entity ->
                  Txn.calculateRead(
                      dataset,
                      () ->
                          best(
                              search,
                              entity,
                              options,
                              properties.getOrDefault(entity.iri(), List.of()))))
          .flatMap(Optional::stream)
          .sorted(
              Comparator.comparingDouble((Linked l) -> -l.found().score())
                  .thenComparing(l -> l.other().iri()))
          .toList();
    }
  }

  private static Optional<Linked> best(
      Search search,
      NamedEntity entity,
      LinkOptions options,
      List<MatchQuery.Property> properties) {
    List<String> identifiers = new ArrayList<>(entity.identifiers());
    identifiers.add(entity.iri());
    return entity.names().stream()
        .flatMap(
            name ->
                search
                    .match(
                        new MatchQuery(name, options.types(), identifiers, properties, CANDIDATES))
                    .stream())
        .max(Comparator.comparingDouble(Candidate::score))
        .filter(c -> c.score() >= MIN_SCORE)
        .map(c -> new Linked(entity, c));
  }

  private static Mapping mapping(Linked linked, boolean alone) {
    Candidate found = linked.found();
    boolean byIdentifier = found.reason().matches("same (\\S+ )?id\\b.*");
    return new Mapping(
        found.iri(),
        found.label(),
        found.score() >= MIN_EXACT_SCORE && alone ? Mapping.EXACT_MATCH : Mapping.CLOSE_MATCH,
        linked.other().iri(),
        linked.other().names().getFirst(),
        byIdentifier ? Mapping.BY_IDENTIFIER : Mapping.BY_NAME,
        found.score(),
        found.reason());
  }
}
