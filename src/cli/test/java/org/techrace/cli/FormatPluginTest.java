package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Sources;
import org.techrace.table.format.Formats;
import org.techrace.table.format.SourceFormat;

/// A format of sources is one class that the program finds; no other class knows it.
final class FormatPluginTest {
  /// The classes that work with any format.
  private static final List<String> GENERAL =
      List.of("SourceTables", "LogicalSource", "MappingTasks", "InitCommand", "NewTable");

  @TempDir private Path folder = Path.of("");

  /// Runs the command with the plug-in on its class path.
  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName()));
    line.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    int code = process.waitFor();
    assertThat(code).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  @Test
  void initAndMapReadAFormatThatAnotherJarAdds() throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("FixedWidthFormat.java"),
            """
            import java.io.*;
            import java.util.*;
            import org.techrace.table.*;
            import org.techrace.table.format.*;

            /** Columns of ten characters; the first line has their names. */
            public class FixedWidthFormat implements FileFormat {
              public String name() { return "fixed width"; }
              public Set<Formulation> formulations() { return Set.of(Formulation.COLUMNS); }
              public List<String> endings() { return List.of("fwf"); }
              public Set<String> mediaTypes() { return Set.of(); }
              public Set<Option> options() { return Set.of(); }
              public boolean needsName() { return true; }

              public SourceTable open(FileSource source) {
                try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(source.file().open(), source.file().charset()))) {
                  List<String> names = cells(lines.readLine());
                  List<Map<String, String>> rows = new ArrayList<>();
                  for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < names.size(); i++) row.put(names.get(i), cells(line).get(i));
                    rows.add(row);
                  }
                  return GivenTable.ofMaps(source.name(), names, rows);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }

              public Optional<Outliner> outliner() {
                return Optional.of((file, stated, report) -> {
                  SourceTable table = open(file);
                  List<String> columns = table.columns(report);
                  return List.of(FoundTable.columns(
                      "", table, columns, columns, Optional.empty(), Optional.empty(), List.of()));
                });
              }

              private static List<String> cells(String line) {
                return List.of(line.substring(0, 10).strip(), line.substring(10).strip());
              }
            }
            """);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", source.toString()))
        .isZero();
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(SourceFormat.class.getName()), "FixedWidthFormat");
    Path table =
        Files.writeString(
            Files.createDirectories(folder.resolve("data")).resolve("domes.fwf"),
            """
            code      label
            D1        Dome one
            D2        Dome two
            """);
    run("init", table.toString());
    Path mapping = table.resolveSibling("mapping.ttl");
    Path quads = folder.resolve("o.nq");
    run("map", mapping.toString(), "-o", quads.toString());
    assertThat(Files.readString(quads)).contains("domes-D1>").contains("\"Dome two\"");
  }

  @Test
  void generalClassesNameNoFormat() throws IOException {
    List<String> names = new ArrayList<>(List.of("TSV", "Excel"));
    Formats.all().stream().map(SourceFormat::name).forEach(names::add);
    Pattern named = Pattern.compile("\\b(" + String.join("|", names) + ")\\b");
    int read = 0;
    for (Path file : Sources.ofModules("main/java", ".java")) {
      String type = String.valueOf(file.getFileName()).replace(".java", "");
      if (GENERAL.contains(type)) {
        read++;
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(named);
      }
    }
    assertThat(read).isEqualTo(GENERAL.size());
  }
}
