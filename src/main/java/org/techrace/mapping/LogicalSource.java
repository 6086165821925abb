package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.report.Place;

/// What a triples map iterates over (RML-Core, section 3; RML-IO, section 2).
///
/// @param at where it stands
/// @param source where the bytes are
/// @param formulation the language of its references
/// @param namespaces the prefixes that XPaths may use
/// @param iterator what one iteration is, in that language; absent where the format has rows
public record LogicalSource(
    Place at,
    Source source,
    Formulation formulation,
    Map<String, String> namespaces,
    Optional<String> iterator)
    implements AbstractLogicalSource {
  public LogicalSource {
    namespaces = Map.copyOf(namespaces);
  }

  @Override
  public boolean sameRowsAs(AbstractLogicalSource other) {
    return other instanceof LogicalSource source
        && source.source.sameBytesAs(this.source)
        && source.formulation == formulation
        && source.iterator.equals(iterator);
  }

  /// The reference formulations we know.
  public enum Formulation {
    /// Columns by name: CSV, and by the file's ending TSV, spreadsheets and Parquet.
    CSV("CSV"),
    JSON_PATH("JSONPath"),
    XPATH("XPath"),
    /// The iterator is the name of a table in a database.
    SQL_TABLE("SQL2008Table"),
    /// The iterator is a query.
    SQL_QUERY("SQL2008Query"),
    /// The iterator is a SELECT query over an RDF file; columns are its variables.
    SPARQL("SPARQL_Results_CSV");

    /// The name in its vocabulary.
    public final String localName;

    Formulation(String localName) {
      this.localName = localName;
    }
  }

  /// Where the bytes of a logical source are.
  public sealed interface Source {
    Place at();

    /// Whether this is the same file or database as the other.
    boolean sameBytesAs(Source other);
  }

  /// A file.
  ///
  /// @param at where it stands in the mapping
  /// @param name the path as the mapping gives it
  /// @param path where the file is
  /// @param isReplaced whether that is another file than the one that the mapping names
  /// @param charset the encoding of its text
  /// @param compression how it is packed
  /// @param nulls texts that mean "no value"
  /// @param key columns that together are unique (`csvw:primaryKey`)
  /// @param dialect how its cells are separated, if the mapping says
  public record File(
      Place at,
      String name,
      Path path,
      boolean isReplaced,
      Charset charset,
      Compression compression,
      Set<String> nulls,
      List<String> key,
      Optional<Dialect> dialect)
      implements Source {
    public File {
      nulls = Set.copyOf(nulls);
      key = List.copyOf(key);
    }

    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof File file && file.path.equals(path);
    }
  }

  /// A file of the Web.
  ///
  /// @param file the file as it will be once it is here; its name is the URL
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
  }

  /// How a file is packed (`rml:compression`).
  public enum Compression {
    TAR_GZIP("targz", ".tar.gz"),
    TAR_XZ("tarxz", ".tar.xz"),
    GZIP("gzip", ".gz"),
    ZIP("zip", ".zip"),
    ZSTD("zstd", ".zst"),
    NONE("none", "");

    /// The name in the RML vocabulary; `zstd` is ours.
    public final String localName;

    private final String ending;

    Compression(String localName, String ending) {
      this.localName = localName;
      this.ending = ending;
    }

    /// How a file of this name is packed.
    static Compression ofEnding(String file) {
      return Stream.of(values()).filter(c -> file.endsWith(c.ending)).findFirst().orElse(NONE);
    }
  }

  /// A dialect of CSV (CSV on the Web, `csvw:dialect`).
  ///
  /// @param comment what a line that is a comment begins with
  /// @param trim whether white space around cells is dropped
  public record Dialect(char delimiter, char quote, Optional<Character> comment, boolean trim) {}

  /// A relational database behind JDBC.
  ///
  /// @param url the JDBC URL
  public record Database(Place at, String url, String user, String password) implements Source {
    @Override
    public boolean sameBytesAs(Source other) {
      return other instanceof Database database && database.url.equals(url);
    }
  }
}
