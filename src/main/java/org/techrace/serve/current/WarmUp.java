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

/// The first pages cost seconds of loading and compiling classes. So the server asks for some
/// itself, before anybody does: then also what pages are made from is remembered. It asks by a
/// plain socket: a real client would cost as much again.
public final class WarmUp {
  /// Who asks: a name that no client can guess, so that none can hide from the access log.
  private static final String AGENT = "techrace-warm-up/" + UUID.randomUUID();

  /// A link to a page of this server.
  private static final Pattern LINK = Pattern.compile("<a href=\"(/[^\"#?&]*)\"");

  /// A link to the page about a thing.
  private static final Pattern THING = Pattern.compile(" href=\"(/page/[^\"?]*)\"");

  /// Where a page's table is to be had as a file.
  private static final Pattern TABLE = Pattern.compile("type=\"text/csv\" href=\"([^\"]*)\"");

  /// A page that does not hold all of its table leads on to the next.
  private static final String MORE = "rel=\"next\"";

  private final Thread asking;

  private WarmUp(Thread asking) {
    this.asking = asking;
  }

  /// Asks in the background, one address after the other; then for a page of links, for all pages
  /// that it links to, and for the first thing on each: so for a thing of each kind; and for their
  /// tables as files, but for the long ones.
  public static WarmUp start(List<URI> addresses, URI links) {
    return new WarmUp(Thread.ofVirtual().name("warm-up").start(() -> ask(addresses, links)));
  }

  /// Whether it is the server itself that asks.
  public static boolean asks(HttpServletRequest http) {
    return AGENT.equals(http.getHeader("User-Agent"));
  }

  /// Waits until all are answered.
  public void await() throws InterruptedException {
    asking.join();
  }

  private static void ask(List<URI> addresses, URI links) {
    try {
      for (URI address : addresses) {
        ask(address);
      }
      List<String> linked =
          LINK.matcher(ask(links)).results().map(link -> link.group(1)).distinct().toList();
      Set<String> more = new LinkedHashSet<>();
      for (String path : linked) {
        String page = ask(links.resolve(path));
        THING.matcher(page).results().limit(1).forEach(thing -> more.add(thing.group(1)));
        if (!page.contains(MORE)) {
          TABLE.matcher(page).results().forEach(table -> more.add(table.group(1)));
        }
      }
      for (String address : more) {
        ask(links.resolve(address));
      }
    } catch (IOException e) {
      // The server was closed meanwhile: nobody will ask.
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
