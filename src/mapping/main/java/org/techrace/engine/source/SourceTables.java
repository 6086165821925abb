package org.techrace.engine.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.engine.expression.FunctionSet;
import org.techrace.engine.expression.Scope;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Unpivot;
import org.techrace.memory.Memory;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.format.DatabaseFormat;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileFormat.Option;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formats;
import org.techrace.table.format.Formulation;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// Opens the tables of logical sources and logical views.
public final class SourceTables {
  private final Access access;
  private final Map<String, SourceTable> tables;
  private final Downloads downloads;
  private final Memory memory;
  private final Scope scope;
  private final boolean keepsNulls;
  private final Report report;

  /// @param functions the functions that the mapping can call
  /// @param access the files, hosts and databases that may be opened
  /// @param tables the tables that are read instead of files, by the file as the mapping writes it
  /// @param keepsNulls true to keep the values that mean "no value" in
  ///   [org.techrace.table.Row#rawValues]
  public SourceTables(
      FunctionSet functions,
      Access access,
      Map<String, SourceTable> tables,
      Downloads downloads,
      Memory memory,
      boolean keepsNulls,
      Report report) {
    this.keepsNulls = keepsNulls;
    this.access = access;
    this.tables = tables;
    this.downloads = downloads;
    this.memory = memory;
    this.report = report;
    this.scope = new Scope(functions, new ProjectCodes(memory, this::codes));
  }

  private SourceTables(SourceTables other, Report report) {
    this.access = other.access;
    this.tables = other.tables;
    this.downloads = other.downloads;
    this.memory = other.memory;
    this.scope = other.scope;
    this.keepsNulls = other.keepsNulls;
    this.report = report;
  }

  /// Returns the same with another report.
  public SourceTables reportingTo(Report other) {
    return new SourceTables(this, other);
  }

  /// Returns what function calls of the mapping can use.
  public Scope scope() {
    return scope;
  }

  /// Opens a code table, which is a file with named columns in UTF-8.
  private Optional<SourceTable> codes(ProjectCodes.FileRequest request, Report to) {
    LogicalSource.File file =
        new LogicalSource.File(
            request.at(),
            request.name(),
            request.file(),
            false,
            StandardCharsets.UTF_8,
            Packing.ofEnding(request.name()),
            Set.of(),
            List.of(),
            List.of(),
            Optional.empty());
    LogicalSource source =
        new LogicalSource(request.at(), file, Formulation.COLUMNS, Map.of(), Optional.empty());
    return reportingTo(to).of(source);
  }

  /// Returns the table of a source. Reports a source without a table, and then returns empty.
  public Optional<SourceTable> of(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalView view ->
          of(view.on()).flatMap(on -> ViewTable.of(view, on, this, memory, report));
      case Unpivot(Place at, var wide, String columns, String nameField, String valueField) ->
          of(wide).map(on -> new UnpivotTable(at, columns, nameField, valueField, on));
      case LogicalSource logical ->
          switch (logical.source()) {
            case LogicalSource.File file when tables.containsKey(file.name()) ->
                given(logical, file);
            case LogicalSource.Web web when tables.containsKey(web.url()) ->
                given(logical, web.file());
            case LogicalSource.File file ->
                file(logical, file, access.file(file.path()), Place.nameOf(file.path()), "");
            case LogicalSource.Files files -> files(logical, files);
            case LogicalSource.Web web ->
                downloads
                    .fetch(web, report)
                    .flatMap(
                        fetched ->
                            file(
                                logical,
                                web.file(),
                                fetched.file(),
                                web.url(),
                                fetched.mediaType()));
            case LogicalSource.Database database -> database(logical, database);
          };
    };
  }

  /// Returns a table of the program. Reports a source that states what only files have.
  private Optional<SourceTable> given(LogicalSource logical, LogicalSource.File file) {
    if (!logical.formulation().equals(Formulation.COLUMNS)) {
      report.error(
          logical.at(),
          "the program gives '%s' as a table with columns; expected rml:%s"
              .formatted(file.name(), Formulation.COLUMNS.name()));
      return Optional.empty();
    }
    if (!file.key().isEmpty()) {
      report.error(
          file.at(),
          "csvw:primaryKey has no effect on '%s', which the program gives; remove it"
              .formatted(file.name()));
      return Optional.empty();
    }
    return Optional.of(withoutNulls(Objects.requireNonNull(tables.get(file.name())), file));
  }

  /// Returns a table without the values that `rml:null` names.
  private static SourceTable withoutNulls(SourceTable table, LogicalSource.File file) {
    return file.nulls().isEmpty() ? table : new NullsTable(table, file.nulls());
  }

  /// Returns the files that match a path as one table. Reports a file that cannot be opened, and
  /// leaves it out.
  private Optional<SourceTable> files(LogicalSource logical, LogicalSource.Files files) {
    FilePattern pattern = FilePattern.of(files.pattern().path());
    List<FilesTable.OneFile> tables = new ArrayList<>();
    List<Path> found;
    try {
      found = pattern.files(access);
    } catch (IOException e) {
      report.error(
          files.at(),
          "'%s' cannot be listed: %s".formatted(files.pattern().name(), e.getMessage()));
      return Optional.empty();
    }
    boolean isFolder = Files.isDirectory(files.pattern().path());
    if (isFolder) {
      found.removeIf(file -> !Formats.isNamed(logical.formulation(), file.toString()));
    }
    if (found.isEmpty()) {
      report.error(
          files.at(),
          isFolder
              ? "the folder '%s' has no file that the name shows to be %s; expected one, or a pattern such as 'tables-*'"
                  .formatted(files.pattern().name(), logical.formulation().name())
              : "there is no file '%s' that may be read; expected at %s"
                  .formatted(
                      files.pattern().name(), files.pattern().path().toAbsolutePath().normalize()));
      return Optional.empty();
    }
    List<String> key = files.pattern().key();
    for (Path path : found) {
      LogicalSource.File file = files.file(pattern.nameOf(path), path);
      Optional<FileFormat> format = format(logical, file, "");
      if (format.isEmpty() || (!key.isEmpty() && !supports(format.get(), Option.KEY, file))) {
        return Optional.empty();
      }
      file(logical, file, access.file(file.path()), Place.nameOf(path), "")
          .ifPresent(table -> tables.add(new FilesTable.OneFile(file.name(), table)));
    }
    return Optional.of(new FilesTable(Place.nameOf(files.pattern().path()), tables, key, memory));
  }

  /// @param read the file to read, which may be a download
  /// @param name the name in findings
  /// @param mediaType the media type that a server states, or empty
  private Optional<SourceTable> file(
      LogicalSource logical,
      LogicalSource.File file,
      ReadableFile read,
      String name,
      String mediaType) {
    if (!canBeOpened(file, read)) {
      return Optional.empty();
    }
    Optional<FileFormat> format = format(logical, file, mediaType);
    if (format.isEmpty()
        || (!file.key().isEmpty() && !supports(format.get(), Option.KEY, file))
        || (file.dialect().isPresent() && !supports(format.get(), Option.DIALECT, file))) {
      return Optional.empty();
    }
    // To keep the values that mean "no value", they are marked and not left out.
    boolean leavesOut = format.get().options().contains(Option.NULLS) && !keepsNulls;
    SourceTable table =
        format
            .get()
            .open(
                new FileSource(
                    name,
                    file.name(),
                    new TableFile(read, file.charset(), file.compression()),
                    file.isReplaced() || logical.mayLack(),
                    logical.iterator(),
                    logical.at().toString(),
                    logical.namespaces(),
                    file.nulls(),
                    !leavesOut,
                    file.key(),
                    file.dialect(),
                    memory));
    return Optional.of(leavesOut ? table : withoutNulls(table, file));
  }

  /// Returns the format of a file. Reports a reference formulation that reads no files.
  private Optional<FileFormat> format(
      LogicalSource logical, LogicalSource.File file, String mediaType) {
    Optional<FileFormat> format = Formats.ofFile(logical.formulation(), file.name(), mediaType);
    if (format.isEmpty()) {
      report.error(
          logical.at(),
          "rml:%s needs a database; expected a source with d2rq:jdbcDSN, or another reference formulation"
              .formatted(logical.formulation().name()));
    }
    return format;
  }

  /// Reports what the mapping states although the format does not support it, and then returns
  /// false.
  private boolean supports(FileFormat format, Option option, LogicalSource.File file) {
    boolean supported = format.options().contains(option);
    if (!supported) {
      report.error(
          file.at(),
          "%s has no effect on '%s', only on %s files; remove it"
              .formatted(
                  option == Option.KEY ? "csvw:primaryKey" : "csvw:dialect",
                  file.name(),
                  Formats.namesWith(option)));
    }
    return supported;
  }

  /// Reports a file that cannot be opened, and then returns false.
  private boolean canBeOpened(LogicalSource.File file, ReadableFile read) {
    try {
      read.open().close();
      return true;
    } catch (RefusedException e) {
      report.error(
          file.at(),
          Files.isDirectory(file.path())
              ? "'%s' is a folder; expected a file".formatted(file.name())
              : String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      report.error(
          file.at(),
          "the file '%s' does not exist; %s"
              .formatted(file.name(), Nearest.hintOfFile(file.path())));
    } catch (IOException e) {
      report.error(file.at(), "'%s' cannot be opened: %s".formatted(file.name(), e.getMessage()));
    }
    return false;
  }

  private Optional<SourceTable> database(LogicalSource logical, LogicalSource.Database database) {
    Optional<DatabaseFormat> format = Formats.ofDatabase(logical.formulation());
    if (format.isEmpty()) {
      report.error(
          logical.at(),
          "rml:%s reads no database; expected %s"
              .formatted(
                  logical.formulation().name(),
                  Formats.formulations().stream()
                      .filter(known -> Formats.ofDatabase(known).isPresent())
                      .map(known -> "rml:" + known.name())
                      .collect(Collectors.joining(" or "))));
      return Optional.empty();
    }
    if (logical.iterator().isEmpty()) {
      report.error(
          logical.at(), "the logical source has no rml:iterator; add the table or the query");
      return Optional.empty();
    }
    return Optional.of(
        format
            .get()
            .open(
                database.url(),
                database.user(),
                database.password(),
                logical.formulation(),
                new Reference(logical.iterator().get(), logical.at().toString()),
                access));
  }
}
