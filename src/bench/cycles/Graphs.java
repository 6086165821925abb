import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Makes graphs with skew, each with a predicate of its own, as N-Triples:
///
/// - `power`: the degrees of nodes follow a power law;
/// - `hub`: a node with 100,000 neighbours in each direction, among random edges;
/// - `dense`: every node of a small set points to every node of another one, and few edges lead
///   back;
/// - `author`: works and persons, of whom few have many works;
/// - `technology`: firms and technologies; a few technologies have many firms.
///
/// Usage: `Graphs SCALE FILE`
public final class Graphs {
  private final Random random = new Random(1);
  private final PrintWriter out;

  private Graphs(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    double scale = Double.parseDouble(args[0]);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
      new Graphs(out).write(scale);
    }
  }

  private void write(double scale) {
    int power = (int) (100_000 * scale);
    edges(power, () -> edge("power", skewed("n", power / 10), skewed("n", power / 10)));
    int hub = (int) (100_000 * scale);
    for (int i = 1; i <= hub; i++) {
      out.println(edge("hub", "h0", "h" + i));
      out.println(edge("hub", "h" + (hub / 2 + i), "h0"));
    }
    edges(hub / 2, () -> edge("hub", "h" + random(2 * hub), "h" + random(2 * hub)));
    int side = (int) (250 * Math.sqrt(scale));
    for (int i = 0; i < side; i++) {
      for (int k = 0; k < side; k++) {
        out.println(edge("dense", "l" + i, "r" + k));
      }
    }
    edges(side, () -> edge("dense", "r" + random(side), "l" + random(side)));
    int works = (int) (60_000 * scale);
    edges(works, () -> edge("author", "w" + random(works / 3), skewed("p", works / 6)));
    int firms = (int) (30_000 * scale);
    edges(firms, () -> edge("technology", "f" + random(firms / 3), skewed("t", firms / 30)));
  }

  private interface Edges {
    String next();
  }

  private void edges(int n, Edges edges) {
    Set<String> made = new HashSet<>();
    while (made.size() < n) {
      String edge = edges.next();
      if (made.add(edge)) {
        out.println(edge);
      }
    }
  }

  private int random(int n) {
    return 1 + random.nextInt(n);
  }

  /// Returns one of `n` nodes. The first ones are frequent.
  private String skewed(String kind, int n) {
    return kind + (int) (n * Math.pow(random.nextDouble(), 3));
  }

  private static String edge(String predicate, String from, String to) {
    return "<http://e/%s> <http://e/%s> <http://e/%s> .".formatted(from, predicate, to);
  }
}
