import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// N-Quads that are generated while they are read. Each thing's statements depend on its number
/// only, so that the order of things does not change the set of statements.
abstract class Lines extends InputStream {
  static final String XSD = "http://www.w3.org/2001/XMLSchema#";
  static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  static final String RDFS = "http://www.w3.org/2000/01/rdf-schema#";
  static final String FOAF = "http://xmlns.com/foaf/0.1/";
  static final String DC = "http://purl.org/dc/elements/1.1/";
  static final String DCTERMS = "http://purl.org/dc/terms/";

  private static final String[] WORDS =
      ("adaptive orbital neural lithium solid quantum photonic hybrid secure molecular thermal"
              + " digital autonomous magnetic plasma hydrogen optical synthetic cognitive graphene"
              + " lattice reactor antenna compiler membrane network turbine battery sensor vaccine"
              + " drone laser alloy memory robot genome satellite catalyst engine interface")
          .split(" ");

  private static final int BLOCK = 1 << 20;

  private static final byte[][] ENCODED_WORDS =
      Arrays.stream(WORDS)
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  private static final byte[] INTEGER =
      ("\"^^<" + XSD + "integer>").getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATE = ("\"^^<" + XSD + "date>").getBytes(StandardCharsets.UTF_8);

  private final Map<String, byte[]> encoded = new HashMap<>();
  private final Map<String, byte[]> predicates = new HashMap<>();
  private final Map<String, byte[]> graphs = new HashMap<>();
  private byte[] buffer = new byte[2 * BLOCK];
  private int from;
  private int to;
  private long things;
  private long lines;
  private long nanos;
  private long state;
  private byte[] subject = new byte[200];
  private int subjectLength;
  private byte[] graph = new byte[0];

  /// Appends the statements of a thing; the thing has random numbers of its own.
  abstract void thing(long number);

  /// The number of things.
  abstract long size();

  private final boolean shuffled;

  /// @param shuffled whether things come in another order than that of their numbers
  Lines(boolean shuffled) {
    this.shuffled = shuffled;
  }

  /// The number of statements until now, with repetitions.
  final long lines() {
    return lines;
  }

  /// The time that generating has taken, in seconds.
  final double seconds() {
    return nanos / 1e9;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (from == to && !fill()) {
      return -1;
    }
    int n = Math.min(length, to - from);
    System.arraycopy(buffer, from, target, offset, n);
    from += n;
    return n;
  }

  private boolean fill() {
    long start = System.nanoTime();
    from = 0;
    to = 0;
    while (to < BLOCK && things < size()) {
      // A step that has no divisor in common with the size visits each number once.
      long number = shuffled ? (things * 2_147_483_647L) % size() : things;
      things++;
      state = mix(number + 0x9E3779B97F4A7C15L * size());
      thing(number);
    }
    nanos += System.nanoTime() - start;
    return to > 0;
  }

  private static long mix(long h) {
    long a = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /// A random number from 0 to below 1.
  final double random() {
    state += 0x9E3779B97F4A7C15L;
    return (mix(state) >>> 11) * 0x1.0p-53;
  }

  final int random(int below) {
    return (int) (random() * below);
  }

  /// A random number below `below`; small ones are more frequent, by a power law: the first of a
  /// million is drawn about once in ten thousand times.
  final long skewed(long below) {
    double r = random();
    return (long) (below * r * Math.sqrt(r));
  }

  final boolean chance(double share) {
    return random() < share;
  }

  /// Begins the statements of a subject.
  final void subject(String iri, long number, String graphIri) {
    int at = to;
    iri(iri, number);
    subject(at, graphIri);
  }

  /// Begins the statements of a blank node.
  final void blankSubject(String label, long number, String graphIri) {
    int at = to;
    blank(label, number);
    subject(at, graphIri);
  }

  private void subject(int at, String graphIri) {
    subjectLength = to - at;
    System.arraycopy(buffer, at, subject, 0, subjectLength);
    to = at;
    graph = graphs.computeIfAbsent(graphIri, iri -> utf8(" <" + iri + "> .\n"));
  }

  private void begin(String predicate) {
    append(subject, subjectLength);
    append(predicates.computeIfAbsent(predicate, iri -> utf8(" <" + iri + "> ")));
  }

  private void end() {
    append(graph);
    lines++;
  }

  /// Appends a statement whose object is an IRI with a number, or without if it is negative.
  final void link(String predicate, String iri, long number) {
    begin(predicate);
    iri(iri, number);
    end();
  }

  final void linkToBlank(String predicate, String label, long number) {
    begin(predicate);
    blank(label, number);
    end();
  }

  final void type(String iri) {
    link(RDF + "type", iri, -1);
  }

  /// Appends a statement whose object is a text of some words and a number, or without the number
  /// if it is negative.
  final void text(String predicate, int words, long number) {
    begin(predicate);
    append((byte) '"');
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        append((byte) ' ');
      }
      append(ENCODED_WORDS[random(WORDS.length)]);
    }
    if (number >= 0) {
      append((byte) ' ');
      digits(number);
    }
    append((byte) '"');
    end();
  }

  /// Appends a statement whose object is a text that ends in a number.
  final void named(String predicate, String text, long number) {
    begin(predicate);
    append((byte) '"');
    append(bytes(text));
    digits(number);
    append((byte) '"');
    end();
  }

  final void integer(String predicate, long number) {
    begin(predicate);
    append((byte) '"');
    digits(number);
    append(INTEGER);
    end();
  }

  /// Appends a statement whose object is a day of a last quarter from 2000 to 2019.
  final void date(String predicate) {
    begin(predicate);
    append((byte) '"');
    digits(2000 + random(20));
    append((byte) '-');
    digits(10 + random(3));
    append((byte) '-');
    digits(10 + random(19));
    append(DATE);
    end();
  }

  private void iri(String iri, long number) {
    append((byte) '<');
    append(bytes(iri));
    if (number >= 0) {
      digits(number);
    }
    append((byte) '>');
  }

  private void blank(String label, long number) {
    append(bytes("_:" + label));
    digits(number);
  }

  private byte[] bytes(String text) {
    return encoded.computeIfAbsent(text, Lines::utf8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void append(byte[] bytes) {
    append(bytes, bytes.length);
  }

  private void append(byte[] bytes, int length) {
    if (to + length + 20 > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    System.arraycopy(bytes, 0, buffer, to, length);
    to += length;
  }

  private void append(byte one) {
    if (to + 20 > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    buffer[to++] = one;
  }

  private void digits(long number) {
    if (number == 0) {
      append((byte) '0');
      return;
    }
    int length = 0;
    for (long n = number; n > 0; n /= 10) {
      length++;
    }
    append((byte) '0'); // makes room for twenty more
    to--;
    long n = number;
    for (int i = to + length - 1; i >= to; i--) {
      buffer[i] = (byte) ('0' + n % 10);
      n /= 10;
    }
    to += length;
  }
}
