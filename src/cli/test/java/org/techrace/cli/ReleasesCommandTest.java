package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.rdfpatch.RDFPatchOps;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `techrace releases`, as somebody types it.
final class ReleasesCommandTest {
  @TempDir private Path folder = Path.of("");
  private Project project = Project.at(folder);
  private String first = "";
  private String second = "";

  @BeforeEach
  void two() throws IOException {
    project = Project.in(folder.resolve("project"));
    first = built();
    project
        .edit("data/telescopes/telescopes.csv", "VISTA,paranal,4.1", "VISTA,paranal,4.2")
        .edit("data/telescopes/telescopes.csv", "keck,W. M. Keck", "keck,William Keck");
    second = built();
  }

  private String built() throws IOException {
    assertThat(project.run("build").code()).isZero();
    return project.releases().current().orElseThrow();
  }

  @Test
  void theCurrentOneIsMarked() {
    assertThat(project.run("releases", "list").out().lines())
        .containsExactly("  " + first, "* " + second);
  }

  @Test
  void oneCommandGoesBackAndOneForth() {
    assertThat(project.run("releases", "rollback").out())
        .isEqualTo("release " + first + " is current\n");
    Project.Outcome none = project.run("releases", "rollback");
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).contains("no release is older than the current one").contains(first);
    assertThat(project.run("releases", "promote", second).code()).isZero();
    assertThat(project.releases().current()).contains(second);
    Project.Outcome unknown = project.run("releases", "promote", "2020-01-01-000000");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("unknown release '2020-01-01-000000'").contains(second);
    assertThat(project.releases().current()).contains(second);
  }

  @Test
  void pruneKeepsSoMany() {
    assertThat(project.run("releases", "prune", "--keep", "2").out())
        .isEqualTo("nothing to delete\n");
    assertThat(project.run("releases", "prune", "--keep", "1").out())
        .isEqualTo("deleted " + first + "\n");
    assertThat(project.run("releases", "list").out()).isEqualTo("* " + second + "\n");
  }

  @Test
  void everyFileIsVerified() throws IOException {
    assertThat(project.run("releases", "verify").out().lines())
        .containsExactly(
            "release " + first + " is unchanged since it was sealed",
            "release " + second + " is unchanged since it was sealed");
    Path dump = project.releases().folder(first).resolve("data.nq.gz");
    Files.write(dump, new byte[] {0}, StandardOpenOption.APPEND);
    Project.Outcome damaged = project.run("releases", "verify");
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.err()).contains("ERROR", "data.nq.gz", first);
    assertThat(damaged.out())
        .isEqualTo("release " + second + " is unchanged since it was sealed\n");
    assertThat(project.run("releases", "verify", second).code()).isZero();
  }

  @Test
  void theDifferenceIsTold() {
    List<String> lines = project.run("releases", "diff", first, second).out().lines().toList();
    assertThat(lines.getFirst().trim().split(" +", -1))
        .containsExactly("added", "removed", "superseded", "graph");
    assertThat(lines.get(1).trim().split(" +", -1))
        .containsExactly("2", "2", "2", "https://w3id.org/techrace/graph/telescopes");
    assertThat(lines).hasSize(2);
  }

  /// Jena's own reader of RDF Patch makes the later release of the earlier one.
  @Test
  void theDifferenceIsAPatch() {
    String patch = project.run("releases", "diff", "--patch", first, second).out();
    Dataset patched = DatasetFactory.createTxnMem();
    patched.executeWrite(() -> RDFDataMgr.read(patched, dump(first)));
    RDFPatchOps.applyChange(
        patched.asDatasetGraph(),
        RDFPatchOps.read(new ByteArrayInputStream(patch.getBytes(StandardCharsets.UTF_8))));
    assertThat(same(patched, loaded(second))).isTrue();
    assertThat(same(patched, loaded(first))).isFalse();
  }

  private Dataset loaded(String id) {
    return RDFDataMgr.loadDataset(dump(id));
  }

  private String dump(String id) {
    return project.releases().folder(id).resolve("data.nq.gz").toString();
  }

  private static boolean same(Dataset one, Dataset other) {
    return one.calculateRead(
        () -> IsoMatcher.isomorphic(one.asDatasetGraph(), other.asDatasetGraph()));
  }
}
