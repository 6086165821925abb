import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Writes a graph of the shape of techrace as N-Triples: the same scale gives the same bytes.
///
/// Usage: `java Generate.java SCALE FILE`; scale 1 is about 10 million triples.
public final class Generate {
  private static final String ONTOLOGY = "https://w3id.org/techrace/ontology#";
  private static final String ID = "https://w3id.org/techrace/id/";
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  private static final String TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
  private static final String LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>";
  private static final String SKOS = "http://www.w3.org/2004/02/skos/core#";
  private static final String PROV = "http://www.w3.org/ns/prov#";
  private static final int COUNTRIES = 200;
  private static final int TECHNOLOGIES = 1000;

  private static final String[] ADJECTIVES =
      ("adaptive orbital neural lithium solid quantum photonic hybrid secure molecular thermal"
              + " digital autonomous magnetic plasma hydrogen optical synthetic cognitive graphene")
          .split(" ");
  private static final String[] NOUNS =
      ("lattice reactor antenna compiler membrane network turbine battery sensor vaccine drone"
              + " laser alloy memory robot genome satellite catalyst engine interface")
          .split(" ");

  private final Random random = new Random(4);
  private final BufferedWriter out;
  private final double scale;
  private final int firms;
  private final int people;
  private final int works;

  private Generate(double scale, BufferedWriter out) {
    this.scale = scale;
    this.out = out;
    this.firms = (int) (100_000 * scale);
    this.people = (int) (50_000 * scale);
    this.works = (int) (1_000_000 * scale);
  }

  public static void main(String[] args) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[1]))) {
      new Generate(Double.parseDouble(args[0]), out).all();
    }
  }

  private void all() throws IOException {
    for (int i = 0; i < COUNTRIES; i++) {
      String s = id("country", i);
      triple(s, TYPE, term("Country"));
      triple(s, LABEL, text("Country " + i, "en"));
      triple(s, LABEL, text("Pays " + i, "fr"));
      triple(s, term("inRegion"), id("region", i % 12));
    }
    technologies();
    Skew countries = new Skew(COUNTRIES, 1.0);
    Skew technologies = new Skew(TECHNOLOGIES, 0.8);
    Skew firmsBySize = new Skew(firms, 0.7);
    Skew peopleByOutput = new Skew(people, 0.5);
    int[] home = firms(countries, technologies, firmsBySize);
    people(countries, technologies, firmsBySize);
    policies(countries, technologies);
    works(home, countries, technologies, firmsBySize, peopleByOutput);
    observations(technologies);
    claims(technologies, firmsBySize);
  }

  private void technologies() throws IOException {
    for (int i = 0; i < TECHNOLOGIES; i++) {
      String s = id("technology", i);
      String name = pick(ADJECTIVES) + " " + pick(NOUNS) + " " + i;
      triple(s, TYPE, term("Technology"));
      triple(s, TYPE, iri(SKOS + "Concept"));
      triple(s, LABEL, text(name, "en"));
      triple(s, iri(SKOS + "prefLabel"), text(name, "en"));
      if (i >= 10) {
        triple(s, iri(SKOS + "broader"), id("technology", i >= 50 ? (i - 10) / 4 : i % 10));
      }
      if (i % 3 == 0) {
        triple(s, iri(SKOS + "altLabel"), text("also " + name, "en"));
      }
    }
  }

  private int[] firms(Skew countries, Skew technologies, Skew bySize) throws IOException {
    int[] home = new int[firms];
    for (int i = 0; i < firms; i++) {
      String s = id("firm", i);
      home[i] = countries.next();
      triple(s, TYPE, term("Firm"));
      triple(
          s, LABEL, text(title(pick(ADJECTIVES)) + " " + title(pick(NOUNS)) + " Works " + i, "en"));
      triple(s, term("country"), id("country", home[i]));
      triple(s, term("founded"), year(1950 + random.nextInt(75)));
      triple(s, term("employees"), number((int) Math.pow(10, 1 + 4 * random.nextDouble())));
      for (int k = random.nextInt(2); k >= 0; k--) {
        triple(s, term("technology"), id("technology", technologies.next()));
      }
      if (random.nextInt(10) == 0) {
        triple(s, term("parent"), id("firm", bySize.next()));
      }
    }
    return home;
  }

  private void people(Skew countries, Skew technologies, Skew bySize) throws IOException {
    for (int i = 0; i < people; i++) {
      String s = id("person", i);
      triple(s, TYPE, term("Person"));
      triple(
          s,
          LABEL,
          text("Dr " + title(pick(NOUNS)) + " " + title(pick(ADJECTIVES)) + " " + i, "en"));
      triple(s, term("affiliation"), id("firm", bySize.next()));
      triple(s, term("country"), id("country", countries.next()));
      triple(s, term("expertise"), id("technology", technologies.next()));
      int circle = i / 500 * 500;
      if (i > circle && random.nextInt(5) > 0) {
        String other = id("person", circle + random.nextInt(i - circle));
        triple(s, term("worksWith"), other);
        triple(other, term("worksWith"), s);
      }
    }
  }

  private void policies(Skew countries, Skew technologies) throws IOException {
    for (int i = 0; i < (int) (20_000 * scale); i++) {
      String s = id("policy", i);
      int year = 1990 + random.nextInt(36);
      triple(s, TYPE, term("Policy"));
      triple(s, LABEL, text("Policy on " + pick(ADJECTIVES) + " " + pick(NOUNS) + " " + i, "en"));
      triple(s, term("country"), id("country", countries.next()));
      triple(s, term("year"), year(year));
      triple(s, term("issued"), typed(date(year), "date"));
      for (int k = random.nextInt(2); k >= 0; k--) {
        triple(s, term("targets"), id("technology", technologies.next()));
      }
      if (i % 50 > 0) {
        triple(s, term("supersedes"), id("policy", i - 1));
      }
    }
  }

  private void works(int[] home, Skew countries, Skew technologies, Skew bySize, Skew byOutput)
      throws IOException {
    for (int i = 0; i < works; i++) {
      String s = id("work", i);
      boolean patent = random.nextInt(10) < 4;
      int firm = bySize.next();
      String kind = patent ? "method" : "study";
      triple(s, TYPE, term(patent ? "Patent" : "Paper"));
      triple(
          s,
          LABEL,
          text(
              title(pick(ADJECTIVES))
                  + " "
                  + pick(ADJECTIVES)
                  + " "
                  + pick(NOUNS)
                  + " "
                  + kind
                  + " "
                  + i,
              "en"));
      triple(s, term("year"), year(1995 + (int) (30 * Math.pow(random.nextDouble(), 0.6))));
      triple(s, term("technology"), id("technology", technologies.next()));
      triple(
          s, term("country"), id("country", random.nextInt(5) > 0 ? home[firm] : countries.next()));
      if (random.nextInt(10) < 7) {
        triple(s, term("firm"), id("firm", firm));
      }
      for (int k = random.nextInt(10) < 3 ? 1 : 0; k >= 0; k--) {
        triple(s, term("author"), id("person", byOutput.next()));
      }
    }
  }

  private void observations(Skew technologies) throws IOException {
    for (int i = 0; i < (int) (150_000 * scale); i++) {
      String s = id("observation", i);
      triple(s, TYPE, term("Observation"));
      triple(s, term("country"), id("country", i % COUNTRIES));
      triple(s, term("technology"), id("technology", technologies.next()));
      triple(s, term("year"), year(2000 + i / COUNTRIES % 25));
      triple(s, term("indicator"), id("indicator", i / (25 * COUNTRIES) % 8));
      triple(s, term("value"), decimal(random.nextInt(100_000)));
    }
  }

  private void claims(Skew technologies, Skew bySize) throws IOException {
    String[] states = {"accepted", "disputed", "retracted"};
    for (int i = 0; i < (int) (150_000 * scale); i++) {
      String s = id("claim", i);
      String time = date(2015 + random.nextInt(11)) + "T%02d:%02d:%02dZ";
      triple(s, TYPE, term("Claim"));
      triple(s, term("about"), id("firm", bySize.next()));
      triple(s, term("claimedTechnology"), id("technology", technologies.next()));
      triple(s, term("confidence"), decimal(random.nextInt(1000)));
      triple(s, iri(PROV + "wasDerivedFrom"), id("work", random.nextInt(works)));
      triple(
          s,
          iri(PROV + "generatedAtTime"),
          typed(
              time.formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60)),
              "dateTime"));
      triple(
          s,
          term("status"),
          "\"" + states[random.nextInt(5) > 0 ? 0 : 1 + random.nextInt(2)] + "\"");
    }
  }

  private void triple(String s, String p, String o) throws IOException {
    out.append(s).append(' ').append(p).append(' ').append(o).append(" .\n");
  }

  private String pick(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private static String title(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String iri(String iri) {
    return "<" + iri + ">";
  }

  private static String id(String kind, int i) {
    return "<" + ID + kind + "-" + i + ">";
  }

  private static String term(String name) {
    return "<" + ONTOLOGY + name + ">";
  }

  private static String text(String text, String language) {
    return "\"" + text + "\"@" + language;
  }

  private static String typed(String text, String type) {
    return "\"" + text + "\"^^<" + XSD + type + ">";
  }

  private static String year(int year) {
    return typed(Integer.toString(year), "gYear");
  }

  private static String number(int n) {
    return typed(Integer.toString(n), "integer");
  }

  /// A decimal in its canonical form, since not every store keeps others.
  private static String decimal(int thousandths) {
    String text = java.math.BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    return typed(text.contains(".") ? text : text + ".0", "decimal");
  }

  private String date(int year) {
    return "%d-%02d-%02d".formatted(year, 1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  /// Draws numbers by Zipf's law with an exponent: small numbers are frequent.
  private final class Skew {
    private final double[] sums;

    Skew(int n, double exponent) {
      sums = new double[n];
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Math.pow(i + 1, -exponent);
        sums[i] = sum;
      }
    }

    int next() {
      int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
      return Math.min(at < 0 ? -at - 1 : at, sums.length - 1);
    }
  }
}
