package org.techrace.serve.current;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Requests some pages from the server itself after its start, so that the first reader does not
/// wait for seconds until classes are loaded and compiled. Also fills the cache of what pages are
/// made from. Uses a plain socket, because loading an HTTP client would take as long again.
public final class WarmUp {
  /// The value of `User-Agent`. Clients cannot guess it, so none can use it to stay out of the
  /// access log.
  private static final String AGENT = "techrace-warm-up/" + UUID.randomUUID();

  /// A link to a page of this server.
  private static final Pattern LINK = Pattern.compile("<a href=\"(/[^\"#?&]*)\"");

  /// A link to the page about a thing.
  private static final Pattern THING = Pattern.compile(" href=\"(/page/[^\"?]*)\"");

  /// The address of a page's table as CSV.
  private static final Pattern TABLE = Pattern.compile("type=\"text/csv\" href=\"([^\"]*)\"");

  /// Found on a page that shows a part of its table only.
  private static final String MORE = "rel=\"next\"";

  private final Thread asking;

  private WarmUp(Thread asking) {
    this.asking = asking;
  }

  /// Requests, in the background and one after the other: the addresses, the pages of links, all
  /// pages that they link to, the first thing on each of these, and their tables as CSV unless they
  /// have several pages. So a thing of each class is requested.
  ///
  /// @param addresses what to request first
  /// @param links the pages of links
  /// @param ended called when all of them have been answered
  public static WarmUp start(List<URI> addresses, List<URI> links, Runnable ended) {
    return new WarmUp(
        Thread.ofVirtual()
            .name("warm-up")
            .start(
                () -> {
                  ask(addresses, links);
                  ended.run();
                }));
  }

  /// Reports whether a request comes from the warm-up.
  public static boolean asks(HttpServletRequest http) {
    return AGENT.equals(http.getHeader("User-Agent"));
  }

  /// Waits until the warm-up has ended.
  public void await() throws InterruptedException {
    asking.join();
  }

  private static void ask(List<URI> addresses, List<URI> links) {
    try {
      for (URI address : addresses) {
        ask(address);
      }
      Set<URI> linked = new LinkedHashSet<>();
      for (URI page : links) {
        LINK.matcher(ask(page)).results().forEach(link -> linked.add(page.resolve(link.group(1))));
      }
      Set<URI> more = new LinkedHashSet<>();
      for (URI address : linked) {
        String page = ask(address);
        THING
            .matcher(page)
            .results()
            .limit(1)
            .forEach(thing -> more.add(address.resolve(thing.group(1))));
        if (!page.contains(MORE)) {
          TABLE.matcher(page).results().forEach(table -> more.add(address.resolve(table.group(1))));
        }
      }
      for (URI address : more) {
        ask(address);
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private static String ask(URI address) throws IOException {
    String target =
        address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    String request =
        """
        GET %s HTTP/1.1
        Host: %s
        Accept: text/html, application/sparql-results+json;q=0.9
        User-Agent: %s
        Connection: close

        """
            .formatted(target, address.getAuthority(), AGENT)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
