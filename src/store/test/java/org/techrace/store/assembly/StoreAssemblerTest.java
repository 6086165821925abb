package org.techrace.store.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.assembler.Assembler;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.Progress;
import org.techrace.store.Store;

/// A store that the command wrote is opened by the configuration of a Fuseki server.
final class StoreAssemblerTest {
  @TempDir private Path folder = Path.of("");

  private Object open(String description) {
    Model model =
        RDFParser.fromString(
                "PREFIX tool: <https://w3id.org/techrace/tool#> <urn:data> a tool:Store "
                    + description
                    + " .",
                Lang.TURTLE)
            .toModel();
    return Assembler.general().open(model.createResource("urn:data"));
  }

  private long count(String description) {
    Dataset dataset = (Dataset) open(description);
    try (QueryExecution query =
        QueryExecution.dataset(dataset).query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").build()) {
      return query.execSelect().next().getLiteral("n").getLong();
    } finally {
      dataset.close();
    }
  }

  @Test
  void opensWhatTheCommandWrote() throws IOException {
    Path file = Files.writeString(folder.resolve("a.ttl"), "<urn:a> <urn:b> <urn:c>, <urn:d> .");
    Path named =
        Files.writeString(folder.resolve("b.trig"), "<urn:g> { <urn:a> <urn:b> <urn:e> . }");
    Path store = folder.resolve("store");
    Load.main(new String[] {store.toString(), file.toString(), named.toString()});
    assertThat(count("; tool:folder \"%s\"".formatted(store))).isEqualTo(2);
    assertThat(count("; tool:folder \"%s\" ; tool:unionDefaultGraph true".formatted(store)))
        .isEqualTo(1);
  }

  @Test
  void readsCompressedLines() throws IOException {
    Path lines = folder.resolve("a.nq.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(lines))) {
      out.write("<urn:a> <urn:b> _:c .\n_:c <urn:b> <urn:d> <urn:g> .\n".getBytes(UTF_8));
    }
    Path more = Files.writeString(folder.resolve("b.nt"), "_:c <urn:b> <urn:e> .\n");
    Path store = folder.resolve("store");
    Load.main(new String[] {store.toString(), lines.toString(), more.toString()});
    assertThat(count("; tool:folder \"%s\"".formatted(store))).isEqualTo(2);
    try (Store written = Store.open(store)) {
      assertThat(written.quads()).isEqualTo(3);
      // A blank node of each file.
      assertThat(written.subjects(0)).isEqualTo(3);
    }
  }

  @Test
  void continuesACommandThatWasStopped() throws IOException {
    Path file = Files.writeString(folder.resolve("a.ttl"), "<urn:a> <urn:b> <urn:c>, <urn:d> .");
    Path store = folder.resolve("store");
    List<String> names = List.of(file.toString());
    assertThatThrownBy(() -> Load.load(store, names, new Stopping("spo"))).hasMessage("stopped");
    Stopping second = new Stopping("pso");
    assertThatThrownBy(() -> Load.load(store, names, second)).hasMessage("stopped");
    assertThat(second.notes.getFirst()).startsWith("Continues").contains("read, terms, rows");
    Files.writeString(file, "<urn:a> <urn:b> <urn:c> .");
    Stopping third = new Stopping("none");
    Load.load(store, names, third);
    assertThat(third.notes).singleElement().asString().startsWith("Starts anew");
    assertThat(count("; tool:folder \"%s\"".formatted(store))).isEqualTo(1);
  }

  /// Stops a build at a step.
  private static final class Stopping implements Progress {
    private final String last;
    private final List<String> notes = new ArrayList<>();

    Stopping(String last) {
      this.last = last;
    }

    @Override
    public void at(String step, long done) {
      if (step.equals(last)) {
        throw new IllegalStateException("stopped");
      }
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> open("")).hasStackTraceContaining("the store has no tool:folder");
    assertThatThrownBy(() -> open("; tool:folder \"%s\"".formatted(folder.resolve("none"))))
        .hasStackTraceContaining("cannot be opened");
    assertThatThrownBy(() -> Load.main(new String[] {"store"}))
        .hasMessageContaining("FOLDER FILE...");
  }
}
