package org.techrace.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.MappingDivision;
import org.techrace.engine.MappingTasks;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// The run of a mapping as data, which goes to every executor.
///
/// @param id distinguishes the runs of one process
/// @param file the file of the mapping, which the paths of its tables are relative to
/// @param text the text of the mapping
/// @param base the base of relative IRIs
/// @param rdf the version of RDF of the output
/// @param sources what the run may read
/// @param functions the folder with the functions of the project
/// @param division the tasks
record Job(
    UUID id,
    String file,
    String text,
    String base,
    RdfVersion rdf,
    Sources sources,
    String functions,
    MappingDivision division)
    implements Serializable {

  /// Divides a mapping into tasks. Reports errors in it and in the headers of its tables, and then
  /// returns empty.
  ///
  /// @param bytes the size of the part of a file that a task maps
  /// @param broadcast the size of the largest parent file that each executor reads, in bytes
  /// @throws IOException if a table cannot be read because of an I/O error
  static Optional<Job> of(
      Path file,
      String text,
      String base,
      RdfVersion rdf,
      Sources sources,
      Path functions,
      long bytes,
      long broadcast,
      Report report)
      throws IOException {
    Job job =
        new Job(
            UUID.randomUUID(),
            file.toAbsolutePath().toString(),
            text,
            base,
            rdf,
            sources,
            functions.toAbsolutePath().toString(),
            new MappingDivision(List.of(), List.of()));
    Optional<MappingTasks> mapping = job.open(0, report);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    try (MappingTasks whole = mapping.get()) {
      MappingDivision divided = whole.divide(bytes, broadcast, report);
      return report.hasErrors() ? Optional.empty() : Optional.of(job.with(divided));
    }
  }

  private Job with(MappingDivision divided) {
    return new Job(id, file, text, base, rdf, sources, functions, divided);
  }

  /// Compiles the mapping in this process. Reports errors, and then returns empty.
  ///
  /// @param memory the memory for the parents of joins in bytes; data beyond it goes to disk
  Optional<MappingTasks> open(long memory, Report report) throws IOException {
    EngineOptions options =
        EngineOptions.DEFAULT
            .withBase(base)
            .withAccess(sources.access())
            .withMemory(memory)
            .withFunctionsOf(Path.of(functions), report);
    Optional<Mapping> mapping =
        MappingReader.read(Path.of(file), text, sources.login(), rdf, report);
    return mapping.map(read -> new MappingTasks(read, options));
  }
}
