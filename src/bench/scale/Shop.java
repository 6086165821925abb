/// A shop of the shape of the Waterloo benchmark: users who follow and befriend others, which is
/// three quarters of the statements, products with attributes that only some have, reviews,
/// purchases, and offers of retailers. A graph for each class.
final class Shop extends Lines {
  private static final String NS = "http://localhost/shop/";
  private static final String GR = "http://purl.org/goodrelations/";
  private static final String REV = "http://purl.org/stuff/rev#";
  private static final String SORG = "http://schema.org/";

  /// The average number of statements for each user, with its share of all other things.
  private static final double LINES_PER_USER = 93.4;

  private static final int COUNTRIES = 25;
  private static final int CITIES = 240;
  private static final int GENRES = 145;
  private static final int TOPICS = 250;
  private static final int CATEGORIES = 15;

  private final long users;
  private final long products;
  private final long reviews;
  private final long purchases;
  private final long offers;
  private final long retailers;
  private final long sites;

  Shop(long statements, boolean shuffled) {
    super(shuffled);
    this.users = Math.max(100, (long) (statements / LINES_PER_USER));
    this.products = users / 4;
    this.reviews = users * 3 / 2;
    this.purchases = users * 3 / 2;
    this.offers = users * 9 / 10;
    this.retailers = Math.max(1, users / 80);
    this.sites = Math.max(1, users / 20);
  }

  @Override
  long size() {
    return users + products + reviews + purchases + offers + retailers + sites + CITIES;
  }

  @Override
  void thing(long number) {
    long n = number;
    if (n < users) {
      user(n);
    } else if ((n -= users) < products) {
      product(n);
    } else if ((n -= products) < reviews) {
      review(n);
    } else if ((n -= reviews) < purchases) {
      purchase(n);
    } else if ((n -= purchases) < offers) {
      offer(n);
    } else if ((n -= offers) < retailers) {
      retailer(n);
    } else if ((n -= retailers) < sites) {
      site(n);
    } else {
      city(n - sites);
    }
  }

  private void begin(String kind, long number) {
    subject(NS + kind, number, NS + "graph/" + kind);
  }

  private void user(long number) {
    begin("User", number);
    type(NS + "User");
    integer(NS + "userId", number);
    if (chance(0.7)) {
      text(FOAF + "givenName", 1, random(500));
      text(FOAF + "familyName", 1, random(5000));
    }
    if (chance(0.6)) {
      link(NS + "gender", NS + "Gender", random(2));
    }
    if (chance(0.5)) {
      link(FOAF + "age", NS + "AgeGroup", random(9));
    }
    if (chance(0.2)) {
      link(SORG + "nationality", NS + "Country", skewed(COUNTRIES));
    }
    if (chance(0.4)) {
      link(DCTERMS + "Location", NS + "City", random(CITIES));
    }
    if (chance(0.2)) {
      date(SORG + "birthDate");
    }
    if (chance(0.05)) {
      text(SORG + "jobTitle", 2, -1);
    }
    if (chance(0.1)) {
      link(
          FOAF + "homepage",
          NS + "Website",
          random() < 0.5 ? skewed(sites) : (long) (random() * sites));
    }
    for (int i = chance(0.2) ? 1 + random(15) : 0; i > 0; i--) {
      link(NS + "subscribes", NS + "Website", skewed(sites));
    }
    for (int i = chance(0.24) ? 1 + random(8) : 0; i > 0; i--) {
      link(NS + "likes", NS + "Product", skewed(products));
    }
    for (int i = chance(0.7) ? 1 + random(80) : 0; i > 0; i--) {
      link(NS + "follows", NS + "User", skewed(users));
    }
    for (int i = chance(0.4) ? 1 + random(190) : 0; i > 0; i--) {
      link(NS + "friendOf", NS + "User", (long) (random() * users));
    }
  }

  private void product(long number) {
    begin("Product", number);
    type(NS + "ProductCategory" + skewed(CATEGORIES));
    if (chance(0.3)) {
      text(SORG + "caption", 5, -1);
    }
    if (chance(0.6)) {
      text(SORG + "description", 20, -1);
    }
    if (chance(0.3)) {
      text(SORG + "keywords", 3, -1);
    }
    if (chance(0.3)) {
      text(SORG + "text", 40, -1);
    }
    if (chance(0.4)) {
      integer(SORG + "contentRating", 6 + random(13));
    }
    if (chance(0.1)) {
      integer(SORG + "contentSize", random(10_000));
    }
    if (chance(0.2)) {
      text(NS + "title", 4, number);
    }
    if (chance(0.05)) {
      link(SORG + "language", NS + "Language", random(25));
    }
    if (chance(0.05)) {
      text(SORG + "publisher", 2, -1);
    }
    for (int i = random(4); i > 0; i--) {
      link(NS + "hasGenre", NS + "Genre", skewed(GENRES));
    }
    for (int i = random(8); i > 0; i--) {
      link(NS + "tag", NS + "Topic", skewed(TOPICS));
    }
    for (int i = chance(0.05) ? 1 + random(4) : 0; i > 0; i--) {
      link(SORG + "author", NS + "User", (long) (random() * users));
    }
    for (int i = chance(0.06) ? 1 + random(10) : 0; i > 0; i--) {
      link(SORG + "actor", NS + "User", (long) (random() * users));
    }
  }

  private void review(long number) {
    subject(NS + "Product", skewed(products), NS + "graph/Review");
    link(REV + "hasReview", NS + "Review", number);
    begin("Review", number);
    link(REV + "reviewer", NS + "User", skewed(users));
    integer(REV + "rating", 1 + random(10));
    if (chance(0.3)) {
      text(REV + "title", 4, number);
    }
    if (chance(0.5)) {
      text(REV + "text", 30, -1);
    }
    if (chance(0.05)) {
      integer(REV + "totalVotes", random(1000));
    }
  }

  private void purchase(long number) {
    subject(NS + "User", skewed(users), NS + "graph/Purchase");
    link(NS + "makesPurchase", NS + "Purchase", number);
    begin("Purchase", number);
    link(NS + "purchaseFor", NS + "Product", skewed(products));
    date(NS + "purchaseDate");
    if (chance(0.3)) {
      integer(NS + "price", random(1000));
    }
  }

  private void offer(long number) {
    subject(NS + "Retailer", skewed(retailers), NS + "graph/Offer");
    link(GR + "offers", NS + "Offer", number);
    begin("Offer", number);
    link(GR + "includes", NS + "Product", skewed(products));
    integer(GR + "price", 1 + random(1000));
    integer(GR + "serialNumber", number);
    if (chance(0.5)) {
      date(GR + "validFrom");
    }
    if (chance(0.5)) {
      date(GR + "validThrough");
    }
    for (int i = chance(0.2) ? 1 + random(10) : 0; i > 0; i--) {
      link(SORG + "eligibleRegion", NS + "Country", random(COUNTRIES));
    }
  }

  private void retailer(long number) {
    begin("Retailer", number);
    text(SORG + "legalName", 2, number);
    if (chance(0.3)) {
      text(SORG + "contactPoint", 3, -1);
    }
    if (chance(0.2)) {
      date(SORG + "openingHours");
    }
  }

  private void site(long number) {
    begin("Website", number);
    link(SORG + "url", "http://www.example.com/sites/", number);
    integer(NS + "hits", (long) (1_000_000 * random() * random()));
    if (chance(0.5)) {
      link(SORG + "language", NS + "Language", random(25));
    }
  }

  private void city(long number) {
    begin("City", number);
    link(NS + "parentCountry", NS + "Country", skewed(COUNTRIES));
  }
}
