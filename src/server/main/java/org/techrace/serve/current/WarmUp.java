package org.techrace.serve.current;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// Requests some pages from the server itself after its start, so that the first reader does not
/// wait for seconds until classes are loaded and compiled. Also fills the cache of what pages are
/// made from. After the pages in the first language, when the server is ready, come the overviews
/// in the others, which have most names of things. Pauses while clients ask, for at most a minute
/// in all, so that a server that is never idle becomes ready too. Uses a plain socket, because
/// loading an HTTP client would take as long again.
public final class WarmUp implements AutoCloseable {
  /// The value of `User-Agent`. Clients cannot guess it, so none can use it to stay out of the
  /// access log.
  private static final String AGENT = "techrace-warm-up/" + UUID.randomUUID();

  /// A link to a page of this server.
  private static final Pattern LINK = Pattern.compile("<a href=\"(/[^\"#?&]*)\"");

  /// A link to the page about a thing, or to a comparison of things.
  private static final Pattern THING =
      Pattern.compile(" href=\"(/page/[^\"?]*|/compare\\?[^\"]*)\"");

  /// The address of a page's table as CSV.
  private static final Pattern TABLE = Pattern.compile("type=\"text/csv\" href=\"([^\"]*)\"");

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration MOST_PAUSE = Duration.ofMinutes(1);

  private final List<URI> addresses;
  private final URI links;
  private final List<String> languages;
  private final BooleanSupplier clientsAsk;
  private final Runnable ended;
  private final Thread asking;
  private Duration paused = Duration.ZERO;

  private WarmUp(
      List<URI> addresses,
      URI links,
      List<String> languages,
      BooleanSupplier clientsAsk,
      Runnable ended) {
    this.addresses = List.copyOf(addresses);
    this.links = links;
    this.languages = List.copyOf(languages);
    this.clientsAsk = clientsAsk;
    this.ended = ended;
    this.asking = Thread.ofVirtual().name("warm-up").unstarted(this::run);
  }

  /// Requests, in the background and one after the other: the addresses, the page of links, all
  /// pages that it links to, the first thing on each of these, and the first of their tables as
  /// CSV. So a thing of each class and a comparison are requested. Then the page of links and the
  /// pages that it links to in the other languages.
  ///
  /// @param addresses the addresses to request first
  /// @param links the page of links
  /// @param languages the tags of the languages, that of the first requests first
  /// @param clientsAsk true while clients ask: the next request waits until it is false
  /// @param ended called when all pages in the first language have been answered, or the server was
  ///   closed
  public static WarmUp start(
      List<URI> addresses,
      URI links,
      List<String> languages,
      BooleanSupplier clientsAsk,
      Runnable ended) {
    WarmUp warmUp = new WarmUp(addresses, links, languages, clientsAsk, ended);
    warmUp.asking.start();
    return warmUp;
  }

  /// Reports whether a request comes from the warm-up.
  public static boolean asks(HttpServletRequest http) {
    return AGENT.equals(http.getHeader("User-Agent"));
  }

  /// Waits until the warm-up has ended.
  public void await() throws InterruptedException {
    asking.join();
  }

  /// Ends the warm-up after the request in progress.
  @Override
  public void close() {
    asking.interrupt();
  }

  private void run() {
    try {
      for (URI overview : inFirstLanguage()) {
        for (String language : languages.subList(1, languages.size())) {
          ask(overview, language);
        }
      }
    } catch (IOException e) {
      // The server was closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<URI> inFirstLanguage() throws IOException, InterruptedException {
    try {
      return askAll();
    } finally {
      ended.run();
    }
  }

  /// Requests all pages in the first language, and returns the addresses of the page of links and
  /// of those that it links to.
  private Set<URI> askAll() throws IOException, InterruptedException {
    String language = languages.getFirst();
    for (URI address : addresses) {
      ask(address, language);
    }
    Set<URI> linked = new LinkedHashSet<>();
    LINK.matcher(ask(links, language))
        .results()
        .forEach(link -> linked.add(links.resolve(link.group(1))));
    Set<URI> overviews = new LinkedHashSet<>(linked);
    overviews.add(links);
    linked.removeAll(addresses);
    Set<URI> things = new LinkedHashSet<>();
    Optional<URI> table = Optional.empty();
    for (URI address : linked) {
      String page = ask(address, language);
      first(THING, page, address).ifPresent(things::add);
      table = table.or(() -> first(TABLE, page, address));
    }
    for (URI address : things) {
      ask(address, language);
    }
    if (table.isPresent()) {
      ask(table.get(), language);
    }
    return overviews;
  }

  private static Optional<URI> first(Pattern link, String page, URI address) {
    return link.matcher(page)
        .results()
        .findFirst()
        .map(found -> address.resolve(found.group(1).replace("&amp;", "&")));
  }

  private String ask(URI address, String language) throws IOException, InterruptedException {
    while (paused.compareTo(MOST_PAUSE) < 0 && clientsAsk.getAsBoolean()) {
      Thread.sleep(BETWEEN_LOOKS);
      paused = paused.plus(BETWEEN_LOOKS);
    }
    return answer(address, language);
  }

  private static String answer(URI address, String language) throws IOException {
    String target =
        address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    String request =
        """
        GET %s HTTP/1.1
        Host: %s
        Accept: text/html, application/sparql-results+json;q=0.9
        Accept-Language: %s
        User-Agent: %s
        Connection: close

        """
            .formatted(target, address.getAuthority(), language, AGENT)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
