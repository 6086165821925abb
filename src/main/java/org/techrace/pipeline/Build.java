package org.techrace.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.export.TableFiles;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.rdf.LanguageOrder;
import org.techrace.rdf.Prefixes;
import org.techrace.release.Inputs;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.search.LabelIndex;
import org.techrace.validate.Validation;

/// Builds a release: read, map, stage, validate, seal, promote. Every step adds its findings to the
/// report. With a finding of severity ERROR nothing is published, and the current release remains
/// current.
///
/// {@snippet file="org/techrace/pipeline/BuildExampleTest.java" region="publish"}
///
/// Not thread-safe: one thread uses a build. While a build runs in a folder of releases, another
/// one fails with a message that names the process of the first.
public final class Build {
  private final Project project;
  private final Releases releases;
  private final Inputs inputs;
  private final Progress progress;

  /// @param project the inputs
  /// @param releases the folder of the releases
  /// @param version the version of the software
  /// @param progress receives the progress of the build
  public Build(Project project, Releases releases, String version, Progress progress)
      throws IOException {
    this.project = project;
    this.releases = releases;
    this.inputs = project.inputs(version);
    this.progress = progress;
  }

  /// Returns the current release if it is intact and was built from the current inputs.
  public Optional<String> upToDate() throws IOException {
    return releases.currentFrom(inputs);
  }

  /// Builds a release and promotes it.
  ///
  /// @return the name of the release, or empty if the report has an error
  /// @throws IOException if reading or writing fails, or another build is running
  public Optional<String> publish(Report report, Clock clock) throws IOException {
    try (Staging staging = releases.stage(project.publication(), inputs, clock)) {
      prepare(staging, project.access(), report);
      if (report.hasErrors()) {
        return Optional.empty();
      }
      progress.step("index");
      LabelIndex.build(
          staging.dataset().getUnionGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          new LanguageOrder(project.publication().languages()));
      progress.step("tables");
      TableFiles.write(staging.dataset(), project.iris(), staging.folder());
      progress.step("seal");
      String id = staging.seal(report);
      releases.promote(id);
      return Optional.of(id);
    }
  }

  /// Reports the findings of a build and publishes nothing. The files of logical targets are not
  /// written.
  ///
  /// @throws IOException if reading or writing fails, or another build is running
  public void check(Report report) throws IOException {
    try (Staging staging = releases.stage(project.publication(), inputs, Clock.systemUTC())) {
      prepare(staging, project.access().dryRun(), report);
    }
  }

  private void prepare(Staging staging, Access access, Report report) throws IOException {
    project.checkTables(report);
    MappingVocabulary vocabulary =
        Ontology.read(project, staging.stream(project.iris().graph("ontology")), report);
    LicenceCheck.describeAllowed(project, staging.stream(project.iris().graph("ontology")));
    map(vocabulary, staging, access, report);
    progress.step("store");
    DatasetGraph dataset = staging.dataset();
    progress.step("validate");
    Report found = new Report();
    new Validation(
            project.shapes(),
            project.checks(),
            access,
            Prefixes.read(project.file(project.prefixes()), project.iris()),
            project.iris())
        .run(dataset, found);
    Tracing.add(found, project, report);
  }

  private List<Source> sources(Report report) throws IOException {
    List<Source> sources = project.sources();
    if (sources.isEmpty()) {
      report.error(Place.file("data"), "no source; add a folder with a table and a mapping");
    }
    return sources;
  }

  private void describe(Source source, Staging staging, Report report) throws IOException {
    if (Files.exists(source.description())) {
      Turtle.read(
          project.file(source.description()),
          project.nameOf(source.description()),
          project.iris(),
          new LicenceCheck(project, source, staging.stream(source.graph()), report),
          report);
    } else {
      report.error(
          Place.file(project.nameOf(source.description())),
          "the source has no source.ttl; add one with title, publisher and licence of <%s>"
              .formatted(source.graph()));
    }
  }

  private record Read(Source source, Optional<Mapping> mapping) {
    boolean links() {
      return mapping.filter(Engine::links).isPresent();
    }
  }

  /// Maps the sources. Those that find names with `fn:link` are mapped last, and find the names of
  /// the others: the result depends on nothing but the project.
  private void map(MappingVocabulary vocabulary, Staging staging, Access access, Report report)
      throws IOException {
    EngineOptions options =
        EngineOptions.DEFAULT
            .withBase(project.iris().base())
            .withAccess(access)
            .withFunctionsOf(project.functions(), report);
    List<Read> linking = new ArrayList<>();
    List<Read> others = new ArrayList<>();
    for (Source source : sources(report)) {
      Read read =
          new Read(
              source,
              MappingReader.read(project.file(source.mapping()), project.elsewhere(), report));
      (read.links() ? linking : others).add(read);
    }
    Graph known = GraphFactory.createDefaultGraph();
    if (!linking.isEmpty()) {
      Ontology.read(project, StreamRDFLib.graph(known), new Report());
    }
    for (Read read : others) {
      StreamRDF to = staging.stream(read.source.graph());
      map(read, linking.isEmpty() ? to : new Tee(to, known), options, vocabulary, staging, report);
    }
    if (!linking.isEmpty()) {
      progress.step("index");
      try (GraphLinker linker = GraphLinker.of(known)) {
        for (Read read : linking) {
          StreamRDF to = staging.stream(read.source.graph());
          map(read, to, options.withLinker(linker), vocabulary, staging, report);
        }
      }
    }
  }

  /// Copies the statements of a stream into a graph.
  private static final class Tee extends StreamRDFWrapper {
    private final Graph graph;

    Tee(StreamRDF to, Graph graph) {
      super(to);
      this.graph = graph;
    }

    @Override
    public void triple(Triple triple) {
      super.triple(triple);
      graph.add(triple);
    }

    @Override
    public void quad(Quad quad) {
      super.quad(quad);
      graph.add(quad.asTriple());
    }
  }

  private void map(
      Read read,
      StreamRDF stream,
      EngineOptions options,
      MappingVocabulary vocabulary,
      Staging staging,
      Report report)
      throws IOException {
    Source source = read.source;
    progress.step(source.name());
    describe(source, staging, report);
    if (read.mapping.isPresent()) {
      Mapping mapping = read.mapping.get();
      vocabulary.check(mapping, report);
      Map<String, Long> rows = new ConcurrentHashMap<>();
      EngineOptions.Progress listener =
          (table, number, _, _) -> {
            progress.rows(table, number);
            rows.merge(table, number, Math::max);
          };
      new Engine(mapping, options.withProgress(listener), report).run(stream);
      staging.rows(source.graph(), rows.values().stream().mapToLong(Long::longValue).sum());
    }
  }
}
