import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.pipeline.Build;
import org.techrace.pipeline.Progress;
import org.techrace.pipeline.Project;
import org.techrace.release.Publication;
import org.techrace.release.Releases;
import org.techrace.report.Report;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;

/// Builds a release and prints a row for each stage: wall and CPU seconds. Arguments: the project's
/// folder, a folder for the release, and tables read in place of others (SOURCE/TABLE=FILE).
final class Stages implements Progress {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double FROM = 1;

  private String stage = "inputs";
  private long wall = System.nanoTime();
  private long cpu = SYSTEM.getProcessCpuTime();
  private double restWall;
  private double restCpu;

  public static void main(String[] args) throws Exception {
    Map<String, Path> tables = new LinkedHashMap<>();
    for (int i = 2; i < args.length; i++) {
      int end = args[i].indexOf('=');
      tables.put(args[i].substring(0, end), Path.of(args[i].substring(end + 1)));
    }
    long start = System.nanoTime();
    System.out.println("| stage | wall s | CPU s |\n|---|--:|--:|");
    Stages stages = new Stages();
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
            tables,
            Map.of(),
            Access.none(),
            publication,
            graph.licences(),
            Optional.empty());
    String id =
        new Build(project, releases, "bench", stages)
            .publish(report, Clock.systemUTC())
            .orElseThrow(() -> new IllegalStateException(report.findings().toString()));
    stages.step("");
    System.out.printf("| other sources | %.1f | %.1f |%n", stages.restWall, stages.restCpu);
    System.out.printf(
        "| **all** | **%.1f** | **%.1f** |%n%nRelease %s.%n",
        (System.nanoTime() - start) / 1e9, SYSTEM.getProcessCpuTime() / 1e9, id);
  }

  @Override
  public void step(String next) {
    double seconds = (System.nanoTime() - wall) / 1e9;
    double used = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    if (seconds >= FROM) {
      System.out.printf("| %s | %.1f | %.1f |%n", stage, seconds, used);
    } else {
      restWall += seconds;
      restCpu += used;
    }
    stage = next;
    wall = System.nanoTime();
    cpu = SYSTEM.getProcessCpuTime();
  }

  @Override
  public void rows(String table, long rows) {}
}
