import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Progress;
import org.techrace.pipeline.Project;
import org.techrace.release.Digests;
import org.techrace.release.Publication;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;

/// Builds a release and prints wall and CPU seconds, the number of sources that were not mapped,
/// and the digest of the dump. Arguments: the project's folder, a folder for the releases, and
/// `full` or `changes`.
final class Again {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Again() {}

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    Report report = new Report();
    Releases releases = new Releases(Path.of(args[1]));
    Path folder = Path.of(args[0]);
    GraphSettings graph = GraphSettings.read(Settings.read(folder, Map.of(), report), folder);
    Publication publication =
        new Publication(
            graph.iris(), graph.name(), graph.publisher(), graph.licence(), graph.languages());
    Project project =
        new Project(
            folder,
            Map.of(),
            Map.of(),
            Access.none(),
            publication,
            graph.licences(),
            Optional.empty());
    Build build = new Build(project, releases, "bench", Progress.NONE);
    String id =
        (args[2].equals("full")
                ? build.publish(report, Clock.systemUTC())
                : build.publishChanges(report, Clock.systemUTC()))
            .orElseThrow(() -> new IllegalStateException(report.findings().toString()));
    System.out.printf(
        "| %.1f | %.1f | %d | %.12s |%n",
        (System.nanoTime() - start) / 1e9,
        SYSTEM.getProcessCpuTime() / 1e9,
        build.unchangedSources(),
        Digests.sha256(releases.folder(id).resolve("data.nq.gz")));
  }
}
