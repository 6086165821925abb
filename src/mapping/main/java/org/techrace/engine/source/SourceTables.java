package org.techrace.engine.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.csv.CsvTable;
import org.techrace.table.csv.Dialect;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;
import org.techrace.table.json.JsonTable;
import org.techrace.table.parquet.ParquetTable;
import org.techrace.table.sheet.XlsxTable;
import org.techrace.table.sql.JdbcTable;
import org.techrace.table.xml.XmlTable;

/// Opens the tables of logical sources and logical views.
public final class SourceTables {
  private final Access access;
  private final Downloads downloads;
  private final Memory memory;
  private final Scope scope;
  private final boolean keepsNulls;
  private final Report report;

  /// @param folder the folder of the mapping, which paths of code tables are relative to
  /// @param functions the functions that the mapping can call
  /// @param access the files, hosts and databases that may be opened
  /// @param keepsNulls true to keep the values that mean "no value" in
  ///   [org.techrace.table.Row#rawValues]
  public SourceTables(
      Path folder,
      FunctionSet functions,
      Access access,
      Downloads downloads,
      Memory memory,
      boolean keepsNulls,
      Report report) {
    this.keepsNulls = keepsNulls;
    this.access = access;
    this.downloads = downloads;
    this.memory = memory;
    this.report = report;
    this.scope = new Scope(functions, new ProjectCodes(folder, memory, this::codes));
  }

  private SourceTables(SourceTables other, Report report) {
    this.access = other.access;
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
            LogicalSource.Compression.ofEnding(request.name()),
            Set.of(),
            List.of(),
            List.of(),
            Optional.empty());
    LogicalSource source =
        new LogicalSource(
            request.at(), file, LogicalSource.Formulation.CSV, Map.of(), Optional.empty());
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
            case LogicalSource.File file ->
                file(logical, file, access.file(file.path()), Place.nameOf(file.path()));
            case LogicalSource.Files files -> files(logical, files);
            case LogicalSource.Web web ->
                downloads
                    .fetch(web, report)
                    .flatMap(fetched -> file(logical, web.file(), fetched, web.url()));
            case LogicalSource.Database database -> database(logical, database);
          };
    };
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
      found.removeIf(file -> !file.toString().matches(endings(logical.formulation())));
    }
    if (found.isEmpty()) {
      report.error(
          files.at(),
          isFolder
              ? "the folder '%s' has no file that the name shows to be %s; expected one, or a pattern such as '*.csv'"
                  .formatted(files.pattern().name(), logical.formulation().localName)
              : "there is no file '%s' that may be read; expected at %s"
                  .formatted(files.pattern().name(), Place.nameOf(files.pattern().path())));
      return Optional.empty();
    }
    List<String> key = files.pattern().key();
    for (Path path : found) {
      LogicalSource.File file = files.file(pattern.nameOf(path), path);
      if (!key.isEmpty() && !isCsv(logical, file)) {
        reportKey(file);
        return Optional.empty();
      }
      file(logical, file, access.file(file.path()), Place.nameOf(path))
          .ifPresent(table -> tables.add(new FilesTable.OneFile(file.name(), table)));
    }
    return Optional.of(new FilesTable(Place.nameOf(files.pattern().path()), tables, key, memory));
  }

  /// Returns a pattern for the names of the files in a folder.
  private static String endings(LogicalSource.Formulation formulation) {
    String endings =
        switch (formulation) {
          case CSV -> "csv|tsv|tab|txt|xlsx|parquet";
          case JSON_PATH -> "json|jsonl|ndjson|geojson";
          case XPATH -> "xml";
          case SPARQL -> "ttl|nt|nq|trig|rdf|jsonld";
          case SQL_TABLE, SQL_QUERY -> "";
        };
    return "(?is).*\\.(%s)(\\.(gz|zst|zip))?".formatted(endings);
  }

  /// @param read the file to read, which may be a download
  /// @param name the name in findings
  private Optional<SourceTable> file(
      LogicalSource logical, LogicalSource.File file, ReadableFile read, String name) {
    if (!canBeOpened(file, read)) {
      return Optional.empty();
    }
    if (!file.key().isEmpty() && !isCsv(logical, file)) {
      reportKey(file);
      return Optional.empty();
    }
    TableFile input =
        new TableFile(read, file.charset(), Packing.valueOf(file.compression().name()));
    return switch (logical.formulation()) {
      case CSV -> Optional.of(columns(logical, file, read, name, input));
      case JSON_PATH ->
          Optional.of(
              withoutNulls(
                  new JsonTable(name, input, iterator(logical, "$"), file.isReplaced()), file));
      case XPATH ->
          Optional.of(
              withoutNulls(
                  new XmlTable(name, input, iterator(logical, "/*"), logical.namespaces()), file));
      case SPARQL -> Optional.of(new SparqlTable(name, input, iterator(logical, "")));
      case SQL_TABLE, SQL_QUERY -> {
        report.error(
            logical.at(),
            "SQL needs a database; expected a source with d2rq:jdbcDSN, or another reference"
                + " formulation");
        yield Optional.empty();
      }
    };
  }

  private void reportKey(LogicalSource.File file) {
    report.error(
        file.at(),
        "csvw:primaryKey is checked in CSV and TSV files only, not in '%s'; remove it"
            .formatted(file.name()));
  }

  /// Returns a table without the values that `rml:null` names.
  private static SourceTable withoutNulls(SourceTable table, LogicalSource.File file) {
    return file.nulls().isEmpty() ? table : new NullsTable(table, file.nulls());
  }

  /// Returns the values that the reader of a table leaves out.
  private Set<String> nulls(LogicalSource.File file) {
    return keepsNulls ? Set.of() : file.nulls();
  }

  private SourceTable withoutKeptNulls(SourceTable table, LogicalSource.File file) {
    return keepsNulls ? withoutNulls(table, file) : table;
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
          "the file '%s' does not exist; expected at %s"
              .formatted(file.name(), Place.nameOf(file.path())));
    } catch (IOException e) {
      report.error(file.at(), "'%s' cannot be opened: %s".formatted(file.name(), e.getMessage()));
    }
    return false;
  }

  /// Returns the iterator of a logical source as a reference, with the place of the source.
  private static Reference iterator(LogicalSource logical, String otherwise) {
    return new Reference(logical.iterator().orElse(otherwise), logical.at().toString());
  }

  private static boolean isCsv(LogicalSource logical, LogicalSource.File file) {
    return logical.formulation() == LogicalSource.Formulation.CSV
        && !file.name().matches("(?i).*\\.(xlsx|parquet)");
  }

  /// Returns a table with named columns, by the extension of its file.
  private SourceTable columns(
      LogicalSource logical,
      LogicalSource.File file,
      ReadableFile read,
      String name,
      TableFile input) {
    String ending = file.name().replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "xlsx" ->
          withoutKeptNulls(
              new XlsxTable(
                  name,
                  read,
                  logical.iterator().map(sheet -> iterator(logical, sheet)),
                  file.dialect().map(SourceTables::extent).orElse(XlsxTable.Extent.USUAL),
                  nulls(file),
                  memory),
              file);
      case "parquet" ->
          MissingLibrary.isMissing("dev.hardwood.InputFile")
              ? new MissingLibrary(name, "Parquet", "dev.hardwood:hardwood-core")
              : withoutNulls(new ParquetTable(name, read), file);
      default -> csv(file, name, input);
    };
  }

  private static XlsxTable.Extent extent(LogicalSource.Dialect stated) {
    return new XlsxTable.Extent(stated.skipRows(), stated.headerRows(), stated.footerRows());
  }

  private SourceTable csv(LogicalSource.File file, String name, TableFile input) {
    Dialect dialect =
        file.dialect()
            .map(SourceTables::dialect)
            .orElse(
                file.name().matches("(?i).*\\.(tsv|tab)(\\.gz|\\.zst)?")
                    ? Dialect.TSV
                    : Dialect.CSV);
    return withoutKeptNulls(
        new CsvTable(name, input, dialect, nulls(file), file.key(), memory), file);
  }

  private static Dialect dialect(LogicalSource.Dialect stated) {
    return new Dialect(
        stated.delimiter(),
        stated.quote(),
        stated.doubleQuote(),
        stated.comment(),
        Dialect.Trim.valueOf(stated.trim().name()),
        stated.skipRows(),
        stated.headerRows(),
        stated.footerRows(),
        stated.isLenient());
  }

  private Optional<SourceTable> database(LogicalSource logical, LogicalSource.Database database) {
    boolean isTable = logical.formulation() == LogicalSource.Formulation.SQL_TABLE;
    if (!isTable && logical.formulation() != LogicalSource.Formulation.SQL_QUERY) {
      report.error(
          logical.at(),
          "a database is queried with SQL; expected rml:SQL2008Table or rml:SQL2008Query");
      return Optional.empty();
    }
    if (logical.iterator().isEmpty()) {
      report.error(
          logical.at(), "the logical source has no rml:iterator; add the table or the query");
      return Optional.empty();
    }
    String query = logical.iterator().get();
    return Optional.of(
        new JdbcTable(
            query.strip().replaceAll("\\s+", " "),
            database.url(),
            database.user(),
            database.password(),
            iterator(logical, ""),
            isTable,
            access));
  }
}
