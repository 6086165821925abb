package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve --watch`, as a person sees it: what changes is built, and served if nothing is wrong.
final class WatchTest {
  private static final Pattern SPARQL = Pattern.compile("SPARQL +(http\\S+)");
  private static final String TABLE = "data/telescopes/telescopes.csv";

  private final StringWriter printed = new StringWriter();
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void whatPassesIsServed(@TempDir Path folder) throws Exception {
    Project project = Project.in(folder);
    PrintWriter out = new PrintWriter(printed, true);
    String[] args = {"serve", "--watch", "--port", "0", "--project", folder.toString()};
    Thread serve = Thread.ofPlatform().start(() -> Main.run(args, out, out));
    try {
      awaitText("Press Ctrl-C to stop.", 0);
      assertThat(printed.toString()).containsPattern("ping +http://localhost:\\d+/\\$/ping");
      String first = served();
      assertThat(count())
          .isEqualTo(project.releases().open(first).dataset().getDefaultGraph().size());

      String table = Files.readString(folder.resolve(TABLE));
      String row = table.lines().reduce((a, b) -> b).orElseThrow();
      int since = printed.toString().length();
      project.write(TABLE, table + row.replaceFirst("^[^,]*", "another") + "\n");
      awaitText("built and promoted", since);
      assertThat(printed.toString().substring(since)).contains("changed " + TABLE);
      String second = project.releases().current().orElseThrow();
      awaitServed(second);
      assertThat(second).isNotEqualTo(first);

      since = printed.toString().length();
      project.write(TABLE, table + row + "\n");
      awaitText("release " + second + " remains current", since);
      assertThat(printed.toString().substring(since))
          .contains(
              "changed " + TABLE, TABLE + ":6] the key slug 'subaru'", "nothing was published");
      assertThat(served()).isEqualTo(second);
      assertThat(project.releases().list()).containsExactly(first, second);

      since = printed.toString().length();
      project.write(TABLE, table + row.replaceFirst("^[^,]*", "third") + "\n");
      awaitText("built and promoted", since);
      awaitServed(project.releases().current().orElseThrow());
      assertThat(project.releases().list()).hasSize(3);

      String settings = Files.readString(folder.resolve("techrace.toml"));
      since = printed.toString().length();
      project.write(
          "techrace.toml", settings.replaceFirst("base = .*", "base = \"https://example.org/\""));
      awaitText("until it is started again", since);
      assertThat(printed.toString().substring(since))
          .contains("changed techrace.toml")
          .contains("graph.base is now https://example.org/, but this server answers for");
      since = printed.toString().length();
      project.write("techrace.toml", settings.replaceFirst("title = .*", "titel = \"x\""));
      awaitText("nothing was published", since);
      assertThat(printed.toString().substring(since)).contains("titel");
      since = printed.toString().length();
      project.write("techrace.toml", settings.replaceFirst("title = .*", "title = \"Glass\""));
      awaitText("built and promoted", since);
    } finally {
      serve.interrupt();
      serve.join(60_000);
    }
    assertThat(serve.isAlive()).isFalse();
  }

  private void awaitText(String text, int since) throws InterruptedException {
    for (int i = 0; i < 1200 && !printed.toString().substring(since).contains(text); i++) {
      Thread.sleep(100);
    }
    assertThat(printed.toString().substring(since)).contains(text);
  }

  private void awaitServed(String release) throws Exception {
    for (int i = 0; i < 600 && !served().equals(release); i++) {
      Thread.sleep(100);
    }
    assertThat(served()).isEqualTo(release);
  }

  /// The release that an answer names.
  private String served() throws Exception {
    return ask().headers().firstValue("Techrace-Release").orElseThrow();
  }

  private long count() throws Exception {
    return Long.parseLong(ask().body().lines().toList().get(1));
  }

  private HttpResponse<String> ask() throws Exception {
    Matcher address = SPARQL.matcher(printed.toString());
    assertThat(address.find()).as(printed.toString()).isTrue();
    String query =
        URLEncoder.encode("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", StandardCharsets.UTF_8);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address.group(1) + "?query=" + query))
                .header("Accept", "text/csv")
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }
}
