package org.techrace.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.techrace.OwnGraph;
import org.techrace.export.TableFiles;
import org.techrace.rdf.LanguageOrder;
import org.techrace.release.Input;
import org.techrace.release.Inputs;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.report.Report;
import org.techrace.search.LabelIndex;

/// Seals small releases for tests of several releases: each says how many staff a firm has.
public final class SealedReleases {
  final Releases releases;
  final List<String> ids = new ArrayList<>();
  private boolean withTables;

  public SealedReleases(Path folder) {
    this.releases = new Releases(folder);
  }

  /// Returns the folder of the releases.
  public Releases releases() {
    return releases;
  }

  /// Returns the names of the releases, oldest first.
  public List<String> ids() {
    return ids;
  }

  /// Lets the next releases have their tables as files, as those of a build.
  public SealedReleases withTables() {
    withTables = true;
    return this;
  }

  /// Seals a release for each of the first months of 2026, on its 15th day, with 100 staff in
  /// January, 200 in February and so on.
  public static SealedReleases monthly(Path folder, int months) throws IOException {
    SealedReleases sealed = new SealedReleases(folder);
    for (int month = 1; month <= months; month++) {
      sealed.seal("2026-%02d-15".formatted(month), month * 100);
    }
    return sealed;
  }

  /// Seals a release of a day, noon UTC.
  ///
  /// @param staff the number that this release has
  public String seal(String day, int staff) throws IOException {
    return seal(day, staff, "");
  }

  /// Seals a release with further statements.
  ///
  /// @param more the statements in Turtle; `tr:` and `id:` are the prefixes of the graph
  public String seal(String day, int staff, String more) throws IOException {
    Inputs inputs =
        new Inputs(List.of(new Input("data/x.csv", "%064x".formatted(staff), 1)), "test");
    Clock noon = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
    try (Staging staging = releases.stage(OwnGraph.PUBLICATION, inputs, noon)) {
      RDFParser.fromString(
              """
              PREFIX tr: <https://w3id.org/techrace/ontology#>
              PREFIX id: <https://w3id.org/techrace/id/>
              PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
              tr:Firm a <http://www.w3.org/2002/07/owl#Class> ; rdfs:label "firm"@en .
              id:firm-one a tr:Firm ; rdfs:label "Firm One"@en ; tr:staff %d ; tr:partner id:firm-two .
              id:firm-two a tr:Firm ; rdfs:label "Firm Two"@en .
              %s
              """
                  .formatted(staff, more),
              Lang.TURTLE)
          .parse(staging.stream(OwnGraph.IRIS.graph("source")));
      LabelIndex.build(
          staging.dataset().getUnionGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          LanguageOrder.NONE);
      if (withTables) {
        TableFiles.write(staging.dataset(), OwnGraph.IRIS, staging.folder(), Optional.empty());
      }
      String id = staging.seal(new Report());
      ids.add(id);
      return id;
    }
  }

  /// Serves the releases; the last one is current.
  TestServer serve(Options options) throws IOException {
    releases.promote(ids.getLast());
    return TestServer.of(Server.start(options, releases));
  }
}
