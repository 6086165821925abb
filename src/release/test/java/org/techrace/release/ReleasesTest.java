package org.techrace.release;

import static org.apache.jena.graph.Node.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.XSD;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Releases are staged, sealed, promoted, rolled back and pruned, and what is sealed stays.
final class ReleasesTest {
  @TempDir private Path folder = Path.of("");
  private Making making = new Making(folder);

  @BeforeEach
  void open() {
    making = new Making(folder);
  }

  @Test
  void aReleaseIsNamedByDayAndInputs() throws IOException {
    String id = making.publish(":a :b 1 .", Making.NOON);
    assertThat(id).isEqualTo("2026-11-24-" + Making.inputs(":a :b 1 .").digest().substring(0, 6));
    assertThat(making.releases().current()).contains(id);
    assertThat(Files.readString(folder.resolve("current"))).isEqualTo(id + "\n");
    try (var parts = Files.list(making.releases().folder(id))) {
      assertThat(parts.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data.nq.gz", "store", "report.ttl", "release.ttl", "SHA256SUMS");
    }
  }

  /// The temporary files of sorting are deleted.
  @Test
  void aLargeReleaseHasTheSameParts() throws IOException {
    String text = "x".repeat(1 << 20);
    String id;
    try (Staging staging =
        making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("large"), Making.NOON)) {
      for (int i = 0; i < 70; i++) {
        Making.say(staging, "test", ":a :b '" + i + text + "' .");
      }
      id = staging.seal(new Report());
    }
    making.releases().verify(id);
    try (var parts = Files.list(making.releases().folder(id))) {
      assertThat(parts.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data.nq.gz", "store", "report.ttl", "release.ttl", "SHA256SUMS");
    }
  }

  /// A file system has a folder `lost+found`, people have theirs.
  @Test
  void anotherFolderIsNoRelease() throws IOException {
    String id = making.publish(":a :b 1 .", Making.NOON);
    Files.createDirectories(folder.resolve("lost+found"));
    Files.createDirectories(folder.resolve("copies of 2026"));
    assertThat(making.releases().list()).containsExactly(id);
    assertThat(making.releases().prune(Retention.latest(1))).isEmpty();
    assertThat(folder.resolve("copies of 2026")).isDirectory();
  }

  @Test
  void whatKeepsOneBuildFromBeginningDoesNotKeepTheNext() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("current"));
    assertThatThrownBy(
            () -> making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON))
        .isInstanceOf(UncheckedIOException.class);
    Files.delete(inTheWay);
    making.publish(":a :b 1 .", Making.NOON);
  }

  /// Its description names each input by an IRI.
  @ParameterizedTest
  @ValueSource(
      strings = {"t [1].csv", "100%.csv", "a#b.csv", "<t>.csv", "a^b`{c}|\".csv", "数据.csv"})
  void anInputMayHaveAnyName(String name) throws IOException {
    Inputs inputs =
        new Inputs(
            List.of(
                new Input("data/" + name, Digests.sha256("x"), 1),
                new Input("data/" + name.replace(' ', '_') + "_", Digests.sha256("y"), 1)),
            "test");
    String id;
    try (Staging staging = making.releases().stage(OwnGraph.PUBLICATION, inputs, Making.NOON)) {
      Making.say(staging, "test", ":a :b 1 .");
      id = staging.seal(new Report());
    }
    making.releases().promote(id);
    try (Release release = making.releases().open(id)) {
      List<String> labels =
          release.description().listObjectsOfProperty(RDFS.label).toList().stream()
              .map(label -> label.asLiteral().getString())
              .toList();
      assertThat(labels).contains("data/" + name);
    }
  }

  @Test
  void whatIsBeingMadeIsNoRelease() throws IOException {
    try (Staging staging =
        making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
      Making.say(staging, "test", ":a :b 1 .");
      staging.dataset();
      assertThat(making.releases().list()).isEmpty();
      assertThat(making.releases().current()).isEmpty();
    }
    assertThat(making.releases().list()).isEmpty();
    assertThat(making.releases().clean()).isEmpty();
  }

  /// The checks see what will be served. The release's description is a graph of its own and not
  /// part of what the sources say together.
  @Test
  void stagedIsServed() throws IOException {
    String id;
    List<Quad> staged;
    try (Staging staging =
        making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
      Making.say(staging, "one", ":a :b 1 .");
      Making.say(staging, "two", ":a :b 1 , 2 .");
      staged = Iter.toList(staging.dataset().findNG(ANY, ANY, ANY, ANY));
      assertThat(staging.dataset().getDefaultGraph().size()).isEqualTo(2);
      id = staging.seal(new Report());
    }
    try (Release release = making.releases().open(id)) {
      Node description = NodeFactory.createURI(OwnGraph.IRIS.release(id));
      Graph triples = release.dataset().getGraph(description);
      assertThat(triples.isIsomorphicWith(release.description().getGraph())).isTrue();
      assertThat(release.dataset().getDefaultGraph().size()).isEqualTo(2);
      assertThat(release.dataset().listGraphNodes()).toIterable().hasSize(3).contains(description);
      List<Quad> served = Iter.toList(release.dataset().findNG(ANY, ANY, ANY, ANY));
      assertThat(served).hasSize(staged.size() + triples.size()).containsAll(staged);
      assertThat(ask(release, "ASK { GRAPH ?g { ?r a <http://www.w3.org/ns/dcat#Dataset> } }"))
          .isTrue();
      assertThat(ask(release, "ASK { ?r a <http://www.w3.org/ns/dcat#Dataset> }")).isFalse();
      assertThat(ask(release, "ASK { GRAPH <" + OwnGraph.IRIS.graph("two") + "> { ?s ?p 2 } }"))
          .isTrue();
    }
  }

  private static boolean ask(Release release, String query) {
    return Txn.calculateRead(
        release.dataset(),
        () -> {
          try (QueryExec exec = QueryExec.dataset(release.dataset()).query(query).build()) {
            return exec.ask();
          }
        });
  }

  @Test
  void theDumpIsSortedAndHoldsEachQuadOnce() throws IOException {
    String id = making.seal(":b :p 'é', 'z', 'a'@en, 'a' . :a :p 1 . :a :p 1 .", Making.NOON);
    try (BufferedReader lines = Dump.lines(making.releases().folder(id).resolve(Dump.FILE))) {
      List<String> all = lines.lines().toList();
      assertThat(all).hasSize(5).isSorted().doesNotHaveDuplicates();
      assertThat(all).allMatch(line -> line.endsWith(" <" + OwnGraph.IRIS.graph("test") + "> ."));
    }
  }

  /// Blank nodes of two documents of one source are different nodes, with the same labels in every
  /// build.
  @Test
  void blankNodesAreApartAndStable() throws IOException {
    byte[][] dumps = new byte[2][];
    for (int i = 0; i < 2; i++) {
      String id;
      try (Staging staging =
          making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
        Making.say(staging, "test", ":a :p [ :q 1 ] .");
        Making.say(staging, "test", ":b :p [ :q 2 ] , _:x .");
        Making.say(staging, "other", ":c :p _:x .");
        id = staging.seal(new Report());
      }
      dumps[i] = Files.readAllBytes(making.releases().folder(id).resolve(Dump.FILE));
      try (BufferedReader lines = Dump.lines(making.releases().folder(id).resolve(Dump.FILE))) {
        assertThat(
                lines
                    .lines()
                    .filter(l -> l.contains("example.org/p>"))
                    .map(l -> l.split(" ", 4)[2]))
            .hasSize(4)
            .doesNotHaveDuplicates();
      }
    }
    assertThat(dumps[1]).isEqualTo(dumps[0]);
  }

  @Test
  void findingsAreWrittenInOrder() throws IOException {
    Report report = new Report();
    report.warn(Place.line("b.csv", 2), "second file, first finding");
    report.info(Place.line("a.csv", 1), "first file, second finding");
    byte[][] reports = new byte[2][];
    for (int i = 0; i < 2; i++) {
      try (Staging staging =
          making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
        Making.say(staging, "test", ":a :b 1 .");
        String id = staging.seal(report);
        reports[i] = Files.readAllBytes(making.releases().folder(id).resolve(ReleaseFindings.FILE));
      }
    }
    assertThat(reports[1]).isEqualTo(reports[0]);
    assertThat(new String(reports[0], StandardCharsets.UTF_8))
        .containsSubsequence("conforms", "false", "Warning", "b.csv:2", "Info", "a.csv:1");
  }

  @Test
  void aSecondBuildOfTheSameInputsReplacesNothing() throws IOException {
    String first = making.publish(":a :b 1 .", Making.NOON);
    String second = making.publish(":a :b 1 .", Making.NOON);
    assertThat(second).isEqualTo(first + "-2");
    assertThat(making.releases().list()).containsExactly(first, second);
    assertThat(making.releases().folder(second).resolve(Dump.FILE))
        .hasSameBinaryContentAs(making.releases().folder(first).resolve(Dump.FILE));
  }

  @Test
  void rollsBackAndPrunes() throws IOException {
    String one = making.publish(":a :b 1 .", Making.NOON);
    String two = making.publish(":a :b 2 .", Making.NOON);
    String three = making.publish(":a :b 3 .", Making.NOON);
    assertThat(making.releases().rollBack()).isEqualTo(two);
    assertThat(making.releases().current()).contains(two);
    making.releases().promote(three);
    making.releases().promote(one);
    assertThatThrownBy(making.releases()::rollBack)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no release is older than the current one");
    assertThat(making.releases().prune(Retention.latest(1))).containsExactly(two);
    assertThat(making.releases().list()).containsExactly(one, three);
  }

  @Test
  void oneBuildAtATime() throws IOException {
    try (Staging _ =
        making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
      assertThatThrownBy(
              () -> making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "another build is at work in %s (process %d); wait for it to end"
                  .formatted(folder, ProcessHandle.current().pid()));
    }
    making.seal(":a :b 1 .", Making.NOON);
  }

  @Test
  void whatADeadBuildLeftIsRemoved() throws IOException {
    String id = making.publish(":a :b 1 .", Making.NOON);
    Files.createDirectories(folder.resolve(".staging-2026-11-24-abcdef/store/scratch"));
    Files.createDirectories(folder.resolve(".deleted-2026-11-23-abcdef"));
    assertThat(making.releases().list()).containsExactly(id);
    assertThat(making.releases().clean())
        .containsExactly(".deleted-2026-11-23-abcdef", ".staging-2026-11-24-abcdef");
    assertThat(making.releases().clean()).isEmpty();
    making.releases().open(id).close();
  }

  @Test
  void tellsWhatCameWentAndWasSuperseded() throws IOException {
    String one = making.publish(":a :p 1 ; :q 'x' . :b :p 1 .", Making.NOON);
    String two = making.publish(":a :p 2 ; :q 'x' . :c :p 1 , 3 .", Making.NOON);
    assertThat(making.releases().diff(one, two))
        .containsExactly(Map.entry(OwnGraph.IRIS.graph("test"), new Changes.Count(3, 2, 1)));
    StringBuilder patch = new StringBuilder();
    making.releases().patch(one, two, patch);
    assertThat(patch.toString().lines())
        .containsExactly(
            "H id <https://w3id.org/techrace/release/" + two + "> .",
            "H prev <https://w3id.org/techrace/release/" + one + "> .",
            "TX .",
            "D " + quad("a", 1),
            "A " + quad("a", 2),
            "D " + quad("b", 1),
            "A " + quad("c", 1),
            "A " + quad("c", 3),
            "TC .");
  }

  private static String quad(String subject, int value) {
    return "<http://example.org/%s> <http://example.org/p> \"%d\"^^<%s> <%s> ."
        .formatted(subject, value, XSD.integer.getURI(), OwnGraph.IRIS.graph("test"));
  }
}
