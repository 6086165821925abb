import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/// Writes places with a point each as N-Triples: the same number gives the same bytes. Nine of ten
/// are around 400 towns between 35 and 70 degrees north, one of them at 13.4 52.5; the others are
/// anywhere on Earth.
///
/// Usage: `java Points.java NUMBER FILE`
public final class Points {
  private static final int TOWNS = 400;
  private static final int KINDS = 50;

  /// The standard deviation of the degrees between a place and its town.
  private static final double SPREAD = 0.2;

  public static void main(String[] args) throws IOException {
    Random random = new Random(21);
    double[][] towns = new double[TOWNS][];
    for (int i = 0; i < TOWNS; i++) {
      towns[i] = new double[] {-10 + 50 * random.nextDouble(), 35 + 35 * random.nextDouble()};
    }
    towns[0] = new double[] {13.4, 52.5};
    int places = Integer.parseInt(args[0]);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[1]))) {
      for (int i = 0; i < places; i++) {
        double x = 360 * random.nextDouble() - 180;
        double y = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
        if (random.nextInt(10) > 0) {
          double[] town = towns[random.nextInt(TOWNS)];
          x = town[0] + SPREAD * random.nextGaussian();
          y = town[1] + SPREAD * random.nextGaussian();
        }
        String place = "<http://e/place/" + i + "> ";
        out.write(place + "<http://e/kind> <http://e/kind/" + random.nextInt(KINDS) + "> .\n");
        out.write(place + "<http://e/name> \"Place " + i + "\" .\n");
        out.write(
            String.format(
                Locale.ROOT,
                "%s<http://www.opengis.net/ont/geosparql#asWKT> \"POINT(%.6f %.6f)\""
                    + "^^<http://www.opengis.net/ont/geosparql#wktLiteral> .%n",
                place,
                x,
                y));
      }
    }
  }
}
