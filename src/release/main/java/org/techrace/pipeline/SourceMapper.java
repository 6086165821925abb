package org.techrace.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;
import org.techrace.access.Access;
import org.techrace.access.AccessLog;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.fetch.Distributions;
import org.techrace.link.GraphLinker;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.release.Staging;
import org.techrace.release.Statements;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.store.Tasks;

/// Maps the sources of a project into a staging release. A source whose inputs have not changed
/// since the last build is not mapped: its kept statements and findings are used. Not thread-safe.
///
/// Sources run side by side, one per core. After them, in this order and one after the other, come
/// sources that write files, because no file is written after an error, and those that find names
/// with `fn:link` in the statements of all others. The result depends on nothing but the project:
/// the findings are reported source by source.
final class SourceMapper {
  private final Project project;
  private final Staging staging;
  private final Optional<KeptSources> kept;
  private final Progress progress;
  private int unchanged;

  /// @param kept the results of the last build; empty to map all sources and keep none
  SourceMapper(Project project, Staging staging, Optional<KeptSources> kept, Progress progress) {
    this.project = project;
    this.staging = staging;
    this.kept = kept;
    this.progress = progress;
  }

  /// A source to map.
  ///
  /// @param mapping its mapping; empty if it cannot be read, or if the source has RDF files instead
  /// @param files its RDF files
  /// @param log what the source opens
  /// @param report its findings
  private record Task(
      Source source, Optional<Mapping> mapping, List<RdfFile> files, AccessLog log, Report report) {
    boolean links() {
      return mapping.filter(Engine::links).isPresent();
    }

    boolean writesFiles() {
      return mapping.filter(Engine::writesFiles).isPresent();
    }
  }

  /// A mapped source.
  ///
  /// @param wasKept true if the result is that of an earlier build
  private record Done(Task task, KeptSources.Result result, boolean wasKept) {}

  /// Maps the sources.
  ///
  /// @param vocabulary the terms that mappings may use
  void map(EngineOptions options, MappingVocabulary vocabulary, Report report) throws IOException {
    List<Task> independent = new ArrayList<>();
    List<Task> writing = new ArrayList<>();
    List<Task> linking = new ArrayList<>();
    for (Source source : sources(report)) {
      Task task = read(source, options, vocabulary);
      if (task.links()) {
        linking.add(task);
      } else {
        (task.writesFiles() ? writing : independent).add(task);
      }
    }
    List<Done> done = new ArrayList<>();
    for (Done one : sideBySide(independent, options)) {
      add(one, report);
      done.add(one);
    }
    for (Task task : writing) {
      done.add(alone(task, options, report));
    }
    if (!linking.isEmpty()) {
      progress.step("index");
      try (GraphLinker linker = GraphLinker.of(known(done))) {
        for (Task task : linking) {
          alone(task, options.withLinker(linker), report);
        }
      }
    }
    if (kept.isPresent()) {
      kept.get().removeOthers();
    }
  }

  /// Returns the number of sources that were not mapped, because nothing has changed.
  int unchanged() {
    return unchanged;
  }

  private List<Source> sources(Report report) throws IOException {
    List<Source> sources = project.sources();
    if (sources.isEmpty()) {
      report.error(Place.file("data"), "no source; add a folder with a table and a mapping");
    }
    return sources;
  }

  private Task read(Source source, EngineOptions options, MappingVocabulary vocabulary)
      throws IOException {
    AccessLog log = new AccessLog();
    Report report = new Report();
    Access access = options.access().loggedIn(log);
    List<RdfFile> files = project.rdfFiles(source, access);
    if (!Files.exists(source.mapping())) {
      if (files.isEmpty()) {
        report.error(
            Place.file(project.nameOf(source.mapping())),
            "the source has no mapping and no RDF file; add a mapping of its tables, or a file such"
                + " as data.nt");
      }
      return new Task(source, Optional.empty(), files, log, report);
    }
    Optional<Mapping> mapping =
        MappingReader.read(
            access.file(source.mapping()), project.elsewhere(), project.rdf(), report);
    mapping.ifPresent(read -> vocabulary.check(read, report));
    return new Task(source, mapping, files, log, report);
  }

  private List<Done> sideBySide(List<Task> tasks, EngineOptions options) throws IOException {
    int parallel = Math.max(1, Math.min(tasks.size(), options.threads()));
    EngineOptions each = options.withMemory(options.memory() / parallel);
    progress.step("map");
    List<Done> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      List<Future<Done>> running =
          tasks.stream().map(task -> threads.submit(() -> result(task, each, parallel))).toList();
      try {
        for (Future<Done> one : running) {
          done.add(Tasks.await(one, "sources were being mapped"));
        }
      } finally {
        running.forEach(one -> one.cancel(true));
      }
    }
    return done;
  }

  /// Returns the kept result of a source, or maps it.
  private Done result(Task task, EngineOptions options, int parallel) throws IOException {
    if (kept.isPresent() && isRepeatable(task, options)) {
      KeptSources store = kept.get();
      Optional<KeptSources.Result> before = store.find(task.source);
      if (before.isPresent()) {
        return new Done(task, before.get(), true);
      }
      Report report = new Report();
      KeptSources.Result made = run(task, options, parallel, report);
      if (!report.hasErrors()) {
        made = store.keep(task.source, task.log, made);
      }
      return new Done(task, made, false);
    }
    return new Done(task, run(task, options, parallel, new Report()), false);
  }

  private static boolean isRepeatable(Task task, EngineOptions options) {
    return task.mapping
        .map(mapping -> Engine.isRepeatable(mapping, options))
        .orElse(!task.files.isEmpty());
  }

  /// Maps a source after those before it. It writes no files if one of them has an error.
  private Done alone(Task task, EngineOptions options, Report report) throws IOException {
    report.addAll(task.report.findings(), task.report.notKept());
    KeptSources.Result made = run(task, options, 1, report);
    Done done = new Done(task, made, false);
    stage(done, report);
    return done;
  }

  private void add(Done done, Report report) throws IOException {
    report.addAll(done.task.report.findings(), done.task.report.notKept());
    report.addAll(done.result.findings(), done.result.notKept());
    unchanged += done.wasKept ? 1 : 0;
    stage(done, report);
  }

  /// Adds the statements of a source to the release. A source whose tables have no rows says
  /// nothing, so that the release does not list it.
  private void stage(Done done, Report report) throws IOException {
    Source source = done.task.source;
    if (done.task.mapping.isEmpty()) {
      staging.add(done.result.statements());
    } else if (done.result.rows() > 0) {
      staging.add(done.result.statements());
      staging.rows(source.graph(), done.result.rows());
    } else if (!report.hasErrors()) { // after an error nothing is published
      report.info(
          Place.file(project.nameOf(source.folder())),
          "no table has a row, so the source is not in the release%s"
              .formatted(
                  Files.exists(source.folder().resolve(Distributions.FILE))
                      ? "; 'techrace fetch %s' and the option --full add it"
                          .formatted(source.name())
                      : ""));
    }
  }

  private KeptSources.Result run(Task task, EngineOptions options, int parallel, Report report)
      throws IOException {
    Source source = task.source;
    Map<String, Long> rows = new ConcurrentHashMap<>();
    try (Statements statements = staging.statements(source.graph(), parallel)) {
      describe(source, statements, report);
      if (task.mapping.isPresent()) {
        EngineOptions.Progress listener =
            (table, number, _, _) -> {
              progress.rows(table, number);
              rows.merge(table, number, Math::max);
            };
        EngineOptions logged =
            options.withProgress(listener).withAccess(options.access().loggedIn(task.log));
        new Engine(task.mapping.get(), logged, report).run(statements.stream());
        warnOfUnread(task, report);
      } else {
        for (RdfFile file : task.files) {
          file.readInto(
              source.graph(),
              statements.stream(),
              number -> progress.rows(file.name(), number),
              report);
        }
      }
      statements.finish();
      return new KeptSources.Result(
          statements.folder(), rows.values().stream().mapToLong(Long::longValue).sum(), report);
    }
  }

  /// Warns of RDF files next to a mapping that does not read them.
  private static void warnOfUnread(Task task, Report report) {
    for (RdfFile file : task.files) {
      if (!task.log.files().contains(file.file().path().toAbsolutePath().normalize())) {
        report.warn(
            Place.file(file.name()),
            "the file is not read, because the source has a mapping; give it a folder of its own"
                + " below data/");
      }
    }
  }

  private void describe(Source source, Statements statements, Report report) throws IOException {
    if (Files.exists(source.description())) {
      RdfFile.read(
          project,
          source.description(),
          new LicenceCheck(project, source, statements.stream(), report),
          report);
    } else {
      report.error(
          Place.file(project.nameOf(source.description())),
          "the source has no source.ttl; add one with title, publisher and licence of <%s>"
              .formatted(source.graph()));
    }
  }

  /// Returns the statements of the ontology and of sources.
  private Graph known(List<Done> sources) throws IOException {
    Graph known = GraphFactory.createDefaultGraph();
    Ontology.read(project, StreamRDFLib.graph(known), new Report());
    for (Done source : sources) {
      Statements.read(
          source.result.statements(),
          new StreamRDFBase() {
            @Override
            public void quad(Quad quad) {
              known.add(quad.asTriple());
            }
          });
    }
    return known;
  }
}
