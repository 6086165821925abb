package org.techrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.entity.PageQueries;
import org.techrace.pipeline.Project;
import org.techrace.rdf.Iris;
import org.techrace.release.Publication;
import org.techrace.report.Report;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;

/// The graph of this repository, as its `techrace.toml` describes it.
public final class OwnGraph {
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  public static final GraphSettings SETTINGS = read();
  public static final Iris IRIS = SETTINGS.iris();
  public static final Publication PUBLICATION =
      new Publication(
          IRIS, SETTINGS.name(), SETTINGS.publisher(), SETTINGS.licence(), SETTINGS.languages());

  private OwnGraph() {}

  private static GraphSettings read() {
    try {
      return GraphSettings.read(Settings.read(FOLDER, Map.of(), new Report()), FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Project project() {
    return new Project(
        FOLDER,
        Map.of(),
        Map.of(),
        Access.none(),
        PUBLICATION,
        SETTINGS.licences(),
        Optional.empty());
  }

  public static PageQueries pageQueries() throws IOException {
    return PageQueries.read(FOLDER.resolve("queries"), IRIS, SETTINGS.languages());
  }
}
