package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.report.Place;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.Formulation;
import org.techrace.table.input.Packing;

/// The rows that a triples map iterates over (RML-Core, section 3; RML-IO, section 2).
///
/// @param at the place in the mapping
/// @param source the file or database
/// @param formulation the language of the references
/// @param namespaces the prefixes that the iterator and references may use
/// @param iterator the expression that selects the rows, in that language; empty if the format
///   itself has rows
/// @param mayLack true if the rows may lack what the references name: then a reference that finds
///   nothing in any row is a warning, and not an error
public record LogicalSource(
    Place at,
    Source source,
    Formulation formulation,
    Map<String, String> namespaces,
    Optional<String> iterator,
    boolean mayLack)
    implements AbstractLogicalSource {
  public LogicalSource {
    namespaces = Map.copyOf(namespaces);
  }

  public LogicalSource(
      Place at,
      Source source,
      Formulation formulation,
      Map<String, String> namespaces,
      Optional<String> iterator) {
    this(at, source, formulation, namespaces, iterator, false);
  }

  @Override
  public boolean sameRowsAs(AbstractLogicalSource other) {
    return other instanceof LogicalSource source
        && source.source.sameBytesAs(this.source)
        && source.formulation.equals(formulation)
        && source.iterator.equals(iterator);
  }

  /// Returns this source with another place. Sources that differ in nothing else are equal then.
  public LogicalSource movedTo(Place place) {
    return new LogicalSource(
        place, source.movedTo(place), formulation, namespaces, iterator, mayLack);
  }

  /// Returns this source with rows that may lack what the references name.
  LogicalSource thatMayLack() {
    return new LogicalSource(at, source, formulation, namespaces, iterator, true);
  }

  /// The location of the data of a logical source.
  public sealed interface Source {
    Place at();

    /// Returns true if both are the same file or database.
    boolean sameBytesAs(Source other);

    /// Returns this location with another place in the mapping.
    Source movedTo(Place place);
  }

  /// A local file.
  ///
  /// @param at the place in the mapping
  /// @param name the path as written in the mapping
  /// @param path the resolved path
  /// @param isReplaced true if the path is not the one that the mapping names
  /// @param charset the encoding of the text
  /// @param compression the compression
  /// @param nulls the texts that mean "no value"
  /// @param key the columns whose combined values are unique (`csvw:primaryKey`)
  /// @param foreignKeys the references to rows of other tables
  /// @param dialect the delimiter, quote and comment characters, if the mapping states them
  public record File(
      Place at,
      String name,
      Path path,
      boolean isReplaced,
      Charset charset,
      Packing compression,
      Set<String> nulls,
      List<String> key,
      List<ForeignKey> foreignKeys,
      Optional<Dialect> dialect)
      implements Source {
    public File {
      nulls = Set.copyOf(nulls);
      key = List.copyOf(key);
      foreignKeys = List.copyOf(foreignKeys);
    }

    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof File file && file.path.equals(path);
    }

    @Override
    public File movedTo(Place place) {
      return new File(
          place, name, path, isReplaced, charset, compression, nulls, key, foreignKeys, dialect);
    }
  }

  /// A foreign key (`csvw:foreignKey`): the values of some columns occur together in exactly one
  /// row of another table.
  ///
  /// @param at the place in the mapping
  /// @param columns the columns
  /// @param other the other table
  /// @param otherColumns the columns of the other table, in the same order
  public record ForeignKey(
      Place at, List<String> columns, Source other, List<String> otherColumns) {
    public ForeignKey {
      columns = List.copyOf(columns);
      otherColumns = List.copyOf(otherColumns);
    }
  }

  /// The files in a folder, or those whose paths match a pattern.
  ///
  /// @param pattern the folder or the pattern, with what is known about each file
  /// @param elsewhere files to read instead of others, by the absolute, normalized path of the
  ///   other
  public record Files(File pattern, Map<Path, Path> elsewhere) implements Source {
    public Files {
      elsewhere = Map.copyOf(elsewhere);
    }

    @Override
    public Place at() {
      return pattern.at;
    }

    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof Files files && files.pattern.sameBytesAs(pattern);
    }

    @Override
    public Files movedTo(Place place) {
      return new Files(pattern.movedTo(place), elsewhere);
    }

    /// Returns the description of one of the files, without the key, which is unique in all files.
    ///
    /// @param name the name of the file, relative to the folder of the mapping
    public File file(String name, Path path) {
      Path found = elsewhere.getOrDefault(path.toAbsolutePath().normalize(), path);
      return new File(
          pattern.at,
          name,
          found,
          !found.equals(path),
          pattern.charset,
          pattern.compression == Packing.NONE
              ? Packing.ofEnding(found.toString())
              : pattern.compression,
          pattern.nulls,
          List.of(),
          List.of(),
          pattern.dialect);
    }
  }

  /// A file on the web.
  ///
  /// @param file the file after its download; its name is the URL
  public record Web(File file) implements Source {
    @Override
    public Place at() {
      return file.at;
    }

    public String url() {
      return file.name;
    }

    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof Web web && web.url().equals(url());
    }

    @Override
    public Web movedTo(Place place) {
      return new Web(file.movedTo(place));
    }
  }

  /// A database.
  ///
  /// @param url its address
  public record Database(Place at, String url, String user, String password) implements Source {
    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof Database database && database.url.equals(url);
    }

    @Override
    public Database movedTo(Place place) {
      return new Database(place, url, user, password);
    }
  }
}
