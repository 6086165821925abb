import java.util.stream.IntStream;

/// A bibliography of the shape of SP2Bench: papers of growing years in journals and proceedings,
/// authors as blank nodes with a skewed number of papers, bags of references, long abstracts of
/// some. A graph for each decade.
final class Papers extends Lines {
  private static final String BENCH = "http://localhost/vocabulary/bench/";
  private static final String SWRC = "http://swrc.ontoware.org/ontology#";
  private static final String PLACE = "http://localhost/publications/";
  private static final String GRAPH = "http://localhost/decade/";

  /// The average number of statements of a paper, with its share of authors, journals and
  /// proceedings.
  private static final double LINES_PER_PAPER = 10.25;

  private static final int FIRST_YEAR = 1936;
  private static final int YEARS = 90;
  private static final String[] KINDS = {
    "Article", "Journal", "Inproceedings", "Proceedings", "Incollection", "Book", "PhDThesis", "Www"
  };

  private static final String[] DECADES =
      IntStream.rangeClosed(FIRST_YEAR / 10, (FIRST_YEAR + YEARS) / 10)
          .mapToObj(decade -> GRAPH + 10 * decade)
          .toArray(String[]::new);

  private final long papers;
  private final long people;
  private final long journals;
  private final long proceedings;

  Papers(long statements, boolean shuffled) {
    super(shuffled);
    this.papers = Math.max(1000, (long) (statements / LINES_PER_PAPER));
    this.people = papers / 2;
    this.journals = papers / 250;
    this.proceedings = papers / 150;
  }

  @Override
  long size() {
    return papers + people + journals + proceedings + 1;
  }

  @Override
  void thing(long number) {
    if (number == 0) {
      schema();
    } else if (number <= papers) {
      paper(number - 1);
    } else if (number <= papers + people) {
      person(number - 1 - papers);
    } else if (number <= papers + people + journals) {
      journal(number - 1 - papers - people);
    } else {
      meeting(number - 1 - papers - people - journals);
    }
  }

  private void schema() {
    for (String kind : KINDS) {
      subject(BENCH + kind, -1, GRAPH + "schema");
      link(RDFS + "subClassOf", FOAF + "Document", -1);
    }
    subject("http://localhost/persons/Paul_Erdoes", -1, GRAPH + "schema");
    type(FOAF + "Person");
    named(FOAF + "name", "Paul Erdoes ", 0);
  }

  /// The year of a paper by its place among all: there are more from year to year.
  private static int year(double place) {
    return FIRST_YEAR + (int) (YEARS * Math.sqrt(place));
  }

  private static String decade(int year) {
    return DECADES[year / 10 - FIRST_YEAR / 10];
  }

  private void paper(long number) {
    double place = (double) number / papers;
    int year = year(place);
    int draw = random(100);
    String kind =
        draw < 38
            ? "Article"
            : draw < 92
                ? "Inproceedings"
                : draw < 94 ? "Incollection" : draw < 96 ? "Book" : draw < 98 ? "PhDThesis" : "Www";
    subject(PLACE + kind + "/", number, decade(year));
    type(BENCH + kind);
    text(DC + "title", 4 + random(5), number);
    integer(DCTERMS + "issued", year);
    if (chance(0.01) && year < 1997) {
      link(DC + "creator", "http://localhost/persons/Paul_Erdoes", -1);
    }
    for (int n = 1 + random(3); n > 0; n--) {
      linkToBlank(DC + "creator", "p", skewed(people));
    }
    if (kind.equals("Article")) {
      link(SWRC + "journal", PLACE + "Journal/", Math.min(journals - 1, (long) (place * journals)));
      if (chance(0.9)) {
        integer(SWRC + "pages", 1 + random(500));
      }
      if (chance(0.01)) {
        integer(SWRC + "month", 1 + random(12));
      }
    } else if (kind.equals("Inproceedings")) {
      link(
          DCTERMS + "partOf",
          PLACE + "Proceedings/",
          Math.min(proceedings - 1, (long) (place * proceedings)));
      named(BENCH + "booktitle", "Meeting ", (long) (place * proceedings) % 500);
      integer(SWRC + "pages", 1 + random(500));
    }
    if (chance(0.6)) {
      link(RDFS + "seeAlso", "http://www.example.com/electronic/", number);
    }
    if (chance(0.5)) {
      link(FOAF + "homepage", "http://www.example.com/pages/", number);
    }
    if (chance(0.01)) {
      text(BENCH + "abstract", 100 + random(100), -1);
    }
    if (chance(0.06)) {
      linkToBlank(DCTERMS + "references", "b", number);
      blankSubject("b", number, decade(year));
      type(RDF + "Bag");
      for (int i = 1 + random(20); i > 0; i--) {
        // To a place that may be no paper of that kind, as references to what is not in the graph.
        link(
            RDF + "_" + i,
            PLACE + (chance(0.6) ? "Inproceedings/" : "Article/"),
            skewed(Math.max(1, number)));
      }
    }
  }

  private void person(long number) {
    blankSubject("p", number, GRAPH + "persons");
    type(FOAF + "Person");
    text(FOAF + "name", 2, number);
  }

  private void journal(long number) {
    venue("Journal", number, journals);
  }

  private void venue(String kind, long number, long of) {
    int year = year((number + 0.5) / of);
    subject(PLACE + kind + "/", number, decade(year));
    type(BENCH + kind);
    named(DC + "title", kind + " ", number);
    integer(DCTERMS + "issued", year);
  }

  private void meeting(long number) {
    venue("Proceedings", number, proceedings);
    linkToBlank(SWRC + "editor", "p", skewed(people));
  }
}
