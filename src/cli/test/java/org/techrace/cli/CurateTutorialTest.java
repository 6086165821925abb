package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.Server;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;
import org.techrace.table.sheet.XlsxTable;

/// Runs docs/curate-tutorial.md.
final class CurateTutorialTest {
  private static final Path WORKBOOK = Path.of("docs/curate-tutorial.xlsx");

  @TempDir private Path folder = Path.of("");

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/curate-tutorial.md"));
  }

  /// The rows of the table of the page that begins with a header.
  private static List<List<String>> table(String header) throws IOException {
    String page = page();
    List<List<String>> rows = new ArrayList<>();
    for (String line :
        page.substring(page.indexOf(header))
            .lines()
            .skip(2)
            .takeWhile(l -> l.startsWith("|"))
            .toList()) {
      String cells = line.substring(1, line.length() - 1);
      rows.add(List.of(cells.split("\\|", -1)).stream().map(String::strip).toList());
    }
    return rows;
  }

  @Test
  void showsTheCellsOfTheWorkbook() throws IOException {
    List<Reference> columns =
        IntStream.rangeClosed(1, 7).mapToObj(i -> Reference.of("_col." + i)).toList();
    XlsxTable sheet =
        new XlsxTable(
            "tutorial",
            ReadableFile.named(WORKBOOK),
            Optional.empty(),
            new XlsxTable.Extent(5, 0, 1),
            Set.of(),
            Set.of("#N/A"),
            new Memory(1 << 20));
    List<List<String>> shown = new ArrayList<>();
    Report report = new Report();
    try (SourceRows rows = sheet.open(columns, report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          cells.add(row.values(i).stream().map(Value::text).findFirst().orElse(""));
        }
        shown.add(cells);
      }
    }
    assertThat(report.findings()).isEmpty();
    assertThat(table("| A | B | C | D | E | F | G |").subList(5, 8)).isEqualTo(shown);
  }

  @Test
  void makesAChartOfTheSpreadsheet() throws Exception {
    String command = block("sh").strip();
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    Path dairy = folder.resolve(words.get(2));
    words.set(2, dairy.toString());
    Project.Outcome made =
        Project.at(folder).command(words.subList(1, words.size()).toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isZero();
    Project project = Project.at(dairy);
    project.write("data/sales/sales.xlsx", Files.readAllBytes(WORKBOOK));
    for (Block block : blocks()) {
      if (!block.file.isEmpty()) {
        project.write(block.file, block.text);
      }
    }
    Project.Outcome checked = project.run("check");
    assertThat(checked.code()).as(checked.err()).isEqualTo(1);
    assertThat(checked.err() + checked.out()).contains(block("").lines().toList());
    project.edit("data/sales/milk.csv", "g,goat", "g,goat\nx,mixed");
    Project.Outcome corrected = project.run("check");
    assertThat(corrected.code()).as(corrected.err()).isZero();
    assertThat(corrected.err() + corrected.out())
        .contains(blocks("").getLast().text.lines().toList());
    Path report = dairy.resolve("report.csv");
    Project.Outcome mapped =
        project.run(
            "map",
            "--report",
            report.toString(),
            dairy.resolve("data/sales/mapping.ttl").toString(),
            "-o",
            dairy.resolve("sales.nq").toString());
    assertThat(mapped.code()).as(mapped.err()).isZero();
    assertThat(report).content().contains("sold,9,7,1,1,0,0,");
    Project.Outcome built = project.run("build");
    assertThat(built.code()).as(built.err()).isZero();
    assertThat(built.findings()).isEmpty();
    Path query = Files.writeString(folder.resolve("sales.rq"), query());
    Project.Outcome answer = project.run("query", query.toString(), "--format", "csv");
    List<List<String>> rows =
        answer.out().lines().skip(1).map(line -> List.of(line.split(",", -1))).toList();
    assertThat(rows).isEqualTo(table("| year | cheese | tonnes |"));
    assertThat(milk(project)).containsExactly("cow", "goat", "mixed", "sheep");
    try (Server server =
        Server.start(
            Options.DEFAULT.withPort(0).edit().queries(dairy.resolve("queries")).build(),
            project.releases())) {
      HttpResponse<String> shown =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.uri().resolve("/questions/02-sales")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(shown.statusCode()).isEqualTo(200);
      assertThat(shown.body())
          .contains("data-kind=\"line\"", "data-columns=\"year tonnes cheese\"", "0.9055");
    }
  }

  private List<String> milk(Project project) throws IOException {
    Path query =
        Files.writeString(
            folder.resolve("milk.rq"),
            "SELECT DISTINCT ?milk { ?c <https://example.org/dairy/ontology#milk> ?milk } ORDER BY"
                + " ?milk");
    return project.run("query", query.toString(), "--format", "csv").out().lines().skip(1).toList();
  }

  /// A fenced block of the page.
  ///
  /// @param info the word after the fence
  /// @param file the name of the file, or an empty text
  private record Block(String info, String file, String text) {}

  private static List<Block> blocks() throws IOException {
    Matcher m =
        Pattern.compile("^```(\\w*)(?: (\\S+))?\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(page());
    List<Block> blocks = new ArrayList<>();
    while (m.find()) {
      blocks.add(new Block(m.group(1), Objects.requireNonNullElse(m.group(2), ""), m.group(3)));
    }
    return blocks;
  }

  /// The blocks without the name of a file that begin with a word.
  private static List<Block> blocks(String info) throws IOException {
    return blocks().stream()
        .filter(block -> block.info.equals(info) && block.file.isEmpty())
        .toList();
  }

  /// The first of these blocks.
  private static String block(String info) throws IOException {
    return blocks(info).getFirst().text;
  }

  /// The query of the question.
  private static String query() throws IOException {
    Matcher m = Pattern.compile("sh:select \"\"\"(.*?)\"\"\"", Pattern.DOTALL).matcher(page());
    assertThat(m.find()).isTrue();
    return m.group(1);
  }
}
