package org.techrace.serve;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.jena.fuseki.main.FusekiServer;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.rdf.Iris;
import org.techrace.release.Release;
import org.techrace.release.Releases;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Templates;

/// A running server. A value: several can run beside each other.
public final class Server implements AutoCloseable {
  private final FusekiServer fuseki;
  private final Current current;
  private final String example;

  private Server(FusekiServer fuseki, Current current, String example) {
    this.fuseki = fuseki;
    this.current = current;
    this.example = example;
  }

  /// Serves the current release.
  ///
  /// @throws IOException if there is none, or the queries cannot be read
  public static Server start(Options options, Releases releases) throws IOException {
    String id =
        releases.current().orElseThrow(() -> new IOException("there is no release to serve"));
    Release release = releases.open(id);
    return start(
        options, new Current.Open(id, release.dataset(), release::close), release.example());
  }

  /// Serves a release until it is closed.
  ///
  /// @throws IOException if the queries cannot be read
  static Server start(Options options, Current.Open release, String example) throws IOException {
    PageQueries queries = PageQueries.read(options.queries().resolve("pages"));
    Questions questions = Questions.read(options.queries().resolve("questions"));
    Templates templates = new Templates();
    Current current = new Current(release, r -> new Entities(r.dataset(), queries));
    Errors errors =
        new Errors(
            (status, sentence, out) ->
                templates
                    .page("error", release.id(), Map.of("status", status, "sentence", sentence))
                    .body()
                    .writeTo(out));
    FusekiServer fuseki =
        FusekiServer.create()
            .port(options.port())
            .loopback(options.host().equals("localhost"))
            .addServlet("/*", new Front(Routes.all(templates, questions), current, errors))
            .build();
    fuseki.start();
    return new Server(fuseki, current, example);
  }

  /// The address of the home page.
  public URI uri() {
    return URI.create("http://localhost:" + fuseki.getPort() + "/");
  }

  /// The address of an entity worth looking at first.
  public URI example() {
    return uri().resolve(example.substring(Iris.BASE.length()));
  }

  /// Stops taking requests, then closes the release.
  @Override
  public void close() {
    fuseki.stop();
    current.close();
  }
}
