package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JDBC driver in a jar that the user allows is used for the URLs that it accepts.
final class DriverPluginTest {
  @TempDir private Path folder = Path.of("");

  /// Writes a driver that refuses every connection, with a message.
  private void jar() throws IOException {
    Path source = folder.resolve("ToyDriver.java");
    Files.writeString(
        source,
        """
        import java.sql.*;
        import java.util.Properties;
        public class ToyDriver implements Driver {
          public Connection connect(String url, Properties p) throws SQLException {
            throw new SQLException("the toy driver was asked for " + url);
          }
          public boolean acceptsURL(String url) { return url.startsWith("jdbc:toy:"); }
          public DriverPropertyInfo[] getPropertyInfo(String u, Properties p) { return new DriverPropertyInfo[0]; }
          public int getMajorVersion() { return 1; }
          public int getMinorVersion() { return 0; }
          public boolean jdbcCompliant() { return false; }
          public java.util.logging.Logger getParentLogger() { return null; }
        }
        """);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    Files.createDirectories(folder.resolve("plugins"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("plugins/toy.jar"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("ToyDriver.class"));
      zip.write(Files.readAllBytes(folder.resolve("ToyDriver.class")));
      zip.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
      zip.write("ToyDriver".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void usesTheDriverInTheFolderThatTheUserNames() throws IOException {
    Path mapping = folder.resolve("mapping.ttl");
    Files.writeString(
        mapping,
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        <#t> rr:logicalTable [ rr:tableName "t" ] ;
          rr:subjectMap [ rr:template "http://example.org/{id}" ; rr:class <http://example.org/T> ] .
        """);
    String[] command = {"map", mapping.toString(), "--database", "jdbc:toy:base"};
    assertThat(Project.at(folder).run(command).err())
        .contains(
            "No suitable driver", "name the folder with the jar of its driver: --plugins DIR");
    jar();
    assertThat(Project.at(folder).run(command).err())
        .contains("WARN [plugins] the code in toy.jar does not run", "No suitable driver");
    Project.Outcome outcome =
        Project.at(folder)
            .run(
                Stream.concat(
                        Stream.of(command),
                        Stream.of("--plugins", folder.resolve("plugins").toString()))
                    .toArray(String[]::new));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("the database reports: the toy driver was asked for jdbc:toy:base");
  }

  @Test
  void saysThatAMappingWithoutADatabaseNeedsOne() throws IOException {
    Path mapping = folder.resolve("mapping.ttl");
    Files.writeString(
        mapping,
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        <#t> rr:logicalTable [ rr:tableName "t" ] ;
          rr:subjectMap [ rr:template "http://example.org/{id}" ] .
        """);
    assertThat(Project.at(folder).run("map", mapping.toString()).err())
        .contains("the logical table names no database; state it with --database URL");
  }
}
