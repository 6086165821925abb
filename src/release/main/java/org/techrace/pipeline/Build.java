package org.techrace.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sys.JenaSystem;
import org.techrace.engine.Conservation;
import org.techrace.engine.EngineOptions;
import org.techrace.export.TableFiles;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.query.PanelCheck;
import org.techrace.query.PictureCheck;
import org.techrace.rdf.LanguageOrder;
import org.techrace.rdf.Prefixes;
import org.techrace.release.Difference;
import org.techrace.release.Inputs;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.release.Staging;
import org.techrace.remote.Holder;
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
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  private final Project project;
  private final Releases releases;
  private final Inputs inputs;
  private final Progress progress;
  private Optional<Holder> holder = Optional.empty();
  private Consumer<String> say = _ -> {};
  private int unchanged;

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

  /// Makes releases without a store: an engine holds their data, and evaluates the checks.
  ///
  /// @param engine the engine; it must not be the one that holds the current release while that is
  ///   read
  /// @param said receives what the user must do or wait for
  public void heldBy(Holder engine, Consumer<String> said) {
    this.holder = Optional.of(engine);
    this.say = said;
  }

  /// Returns the current release if it is intact, was built from the current inputs, and its data
  /// is where this build would put it.
  public Optional<String> upToDate() throws IOException {
    Optional<String> current = releases.currentFrom(inputs);
    return current.isPresent()
            && releases.engine(current.get()).equals(holder.map(Holder::endpoint))
        ? current
        : Optional.empty();
  }

  /// Checks the queries of the pages and questions against a release: they may have changed without
  /// its inputs.
  ///
  /// @param report receives an error for each fault
  /// @throws IOException if a file cannot be read
  public void checkQueries(String release, Report report) throws IOException {
    try (Release opened = releases.open(release)) {
      checkQueries(opened.dataset(), report);
    }
  }

  private void checkQueries(DatasetGraph dataset, Report report) throws IOException {
    List<String> languages = project.publication().languages();
    new PictureCheck(project.queries(), languages.getFirst(), dataset, report).run();
    new PanelCheck(project.queries(), dataset, report).run(project.iris(), languages);
  }

  /// Builds a release and promotes it. Maps all sources and writes all files.
  ///
  /// @return the name of the release, or empty if the report has an error
  /// @throws IOException if reading or writing fails, or another build is running
  public Optional<String> publish(Report report, Clock clock) throws IOException {
    return publish(report, clock, Optional.empty());
  }

  /// Builds a release and promotes it. Maps only the sources whose inputs have changed since the
  /// last call, and copies the tables that have not changed. The release has the same bytes as that
  /// of [#publish].
  ///
  /// What is kept for the next call is in the folder `mapped` next to the releases. The version of
  /// the software must identify its code.
  ///
  /// @return the name of the release, or empty if the report has an error
  /// @throws IOException if reading or writing fails, or another build is running
  public Optional<String> publishChanges(Report report, Clock clock) throws IOException {
    return publish(report, clock, Optional.of(new KeptSources(project, inputs, releases.folder())));
  }

  /// Returns the number of sources that the last call did not map, because nothing has changed.
  public int unchangedSources() {
    return unchanged;
  }

  private Optional<String> publish(Report report, Clock clock, Optional<KeptSources> kept)
      throws IOException {
    try (Staging staging = releases.stage(project.publication(), inputs, clock, holder, say)) {
      prepare(staging, EngineOptions.DEFAULT.withAccess(project.access()), kept, report);
      if (report.hasErrors()) {
        return Optional.empty();
      }
      progress.step("index");
      LabelIndex.build(
          staging.dataset().getUnionGraph(),
          staging.folder().resolve(LabelIndex.FOLDER),
          new LanguageOrder(project.publication().languages()));
      progress.step("tables");
      TableFiles.write(
          staging.dataset(), project.iris(), staging.folder(), sameProgram(staging, kept));
      progress.step("seal");
      String id = staging.seal(report);
      releases.promote(id);
      if (kept.isPresent()) {
        kept.get().remember(id);
      }
      return Optional.of(id);
    }
  }

  /// Returns what has changed since the current release, if this program wrote it.
  private static Optional<Difference> sameProgram(Staging staging, Optional<KeptSources> kept)
      throws IOException {
    Optional<Difference> difference = staging.difference();
    return kept.isPresent()
            && difference.isPresent()
            && kept.get().wrote(String.valueOf(difference.get().earlier().getFileName()))
        ? difference
        : Optional.empty();
  }

  /// Reports the findings of a build and publishes nothing. The files of logical targets are not
  /// written.
  ///
  /// @return what became of each cell of the tables
  /// @throws IOException if reading or writing fails, or another build is running
  public Conservation check(Report report) throws IOException {
    Conservation conservation = new Conservation();
    try (Staging staging = releases.stage(project.publication(), inputs, Clock.systemUTC())) {
      EngineOptions options =
          EngineOptions.DEFAULT
              .withAccess(project.access().dryRun())
              .withConservation(conservation);
      prepare(staging, options, Optional.empty(), report);
    }
    return conservation;
  }

  private void prepare(
      Staging staging, EngineOptions given, Optional<KeptSources> kept, Report report)
      throws IOException {
    project.checkTables(report);
    MappingVocabulary vocabulary =
        Ontology.read(project, staging.stream(project.iris().graph("ontology")), report);
    LicenceCheck.describeAllowed(project, staging.stream(project.iris().graph("ontology")));
    EngineOptions options =
        given.withBaseOfNames(project.iris().base()).withFunctionsOf(project.functions(), report);
    SourceMapper mapper = new SourceMapper(project, staging, kept, progress);
    mapper.map(options, vocabulary, report);
    unchanged = mapper.unchanged();
    progress.step("store");
    DatasetGraph dataset = staging.dataset();
    if (staging.statementsAboutBlankNodes() > 0) {
      report.warn(
          Place.file("data"),
          "%,d statements are about blank nodes, which an engine does not find again: shapes, tables and pages do not see them"
              .formatted(staging.statementsAboutBlankNodes()));
    }
    progress.step("validate");
    Report found = new Report();
    new Validation(
            project.shapes(),
            project.checks(),
            given.access(),
            Prefixes.read(project.file(project.prefixes()), project.iris()),
            project.iris())
        .run(dataset, found);
    checkQueries(dataset, found);
    Tracing.add(found, project, report);
  }
}
