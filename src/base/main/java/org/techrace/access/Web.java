package org.techrace.access;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/// An HTTP client for the hosts of an [Access], within its limits of size, time and redirects.
/// Redirects are followed to these hosts and to public addresses of others, but not to this machine
/// or its network.
///
/// Thread-safe. Connections are kept until it is closed.
public final class Web implements Closeable {
  private static final int REDIRECTS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  /// The time without a byte after which a connection counts as broken.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  private static final int BUFFER = 1 << 16;

  private final Set<WebHost> hosts;
  private final boolean allPublic;
  private final Limits limits;
  private final PublicAddresses addresses;
  private final HttpClient client = new HttpClient();

  /// An answer without its body.
  ///
  /// @param url the URL of the answer, after redirects
  /// @param status the status code
  /// @param headers the values of the headers by name in lower case
  public record Reply(URI url, int status, Map<String, String> headers) {
    public Reply {
      headers = Map.copyOf(headers);
    }

    /// Returns the value of a header.
    ///
    /// @param name the name in lower case
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// Decides where the body of an answer is written.
  public interface Receiver {
    /// Returns the stream for the body, or empty if the body is not needed. The stream is not
    /// closed.
    Optional<OutputStream> body(Reply reply) throws IOException;
  }

  /// @param allPublic true if every host with public addresses is allowed
  Web(Set<WebHost> hosts, boolean allPublic, Limits limits) {
    this.hosts = hosts;
    this.allPublic = allPublic;
    this.limits = limits;
    this.addresses =
        new PublicAddresses(
            (host, port, address) ->
                PublicAddresses.isPrivate(address)
                    && hosts.stream().noneMatch(open -> open.is(host, port)));
    client.setSocketAddressResolver(addresses);
    client.setConnectTimeout(CONNECT_TIMEOUT.toMillis());
    client.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, Access.USER_AGENT));
    LifeCycle.start(client);
    // Count the bytes as sent; compressed tables are decompressed later, by their file extension.
    client.getContentDecoderFactories().clear();
  }

  /// Sends a GET request and follows redirects.
  ///
  /// @param headers the headers of the request
  /// @param receiver receives the body of the last answer
  /// @return the last answer
  /// @throws RefusedException if the host, or a host that it redirects to, is not allowed
  /// @throws BrokenConnectionException if the host does not answer or the connection breaks
  /// @throws IOException if the answer is too large or takes too long, or the receiver fails
  public Reply get(String text, Map<String, String> headers, Receiver receiver) throws IOException {
    return get(text, headers, Map.of(), receiver);
  }

  /// Sends a GET request and follows redirects, as above.
  ///
  /// @param own more headers, which may contain a key: only the origin of the URL gets them, and
  ///   not another one that it redirects to; a name that `headers` also has replaces the value
  ///   there
  public Reply get(
      String text, Map<String, String> headers, Map<String, String> own, Receiver receiver)
      throws IOException {
    URI first = web(text);
    checkOpen(first);
    URI at = first;
    long deadline = System.nanoTime() + limits.downloadTime().toNanos();
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      sent.putAll(headers);
      if (isSameOrigin(first, at)) {
        sent.putAll(own);
      }
      Reply reply = send(at, sent, receiver, deadline);
      Optional<String> location = location(reply);
      if (location.isEmpty()) {
        return reply;
      }
      at = redirected(at, location.get());
    }
    throw new IOException("more than %d redirects".formatted(REDIRECTS));
  }

  /// Returns true if two URLs have the same scheme, host and port.
  ///
  /// @throws IOException if one is not an HTTP or HTTPS URL
  public static boolean isSameOrigin(String one, String other) throws IOException {
    return isSameOrigin(web(one), web(other));
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && new WebHost(WebHost.plain(one.getHost()), WebHost.port(one)).isOf(other);
  }

  /// Returns the target of a redirect.
  private static Optional<String> location(Reply reply) {
    return reply.status() >= 301 && reply.status() <= 308 && reply.status() != 304
        ? reply.header("location").filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private void checkOpen(URI url) throws IOException {
    if (hosts.stream().anyMatch(host -> host.isOf(url))) {
      return;
    }
    if (!allPublic) {
      throw new RefusedException(
          "the source is in the Web, <%s>; allow that with --web %s, or fetch the file and name its path"
              .formatted(url, url.getHost()));
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
        if (PublicAddresses.isPrivate(address)) {
          throw new RefusedException(
              "<%s> leads to %s, which is not public; allow that with --web %s"
                  .formatted(url, address.getHostAddress(), url.getHost()));
        }
      }
    } catch (UnknownHostException e) {
      throw failure(e, Long.MAX_VALUE);
    }
  }

  /// Sends one request. The body of a redirect is not read.
  private Reply send(URI url, Map<String, String> headers, Receiver receiver, long deadline)
      throws IOException {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    Request request = client.newRequest(url).timeout(left, TimeUnit.MILLISECONDS);
    request.headers(fields -> headers.forEach(fields::put));
    try (InputStreamResponseListener listener = new InputStreamResponseListener()) {
      request.send(listener);
      Reply reply = reply(url, listener.get(left, TimeUnit.MILLISECONDS));
      if (location(reply).isEmpty()) {
        Optional<OutputStream> body = receiver.body(reply);
        if (body.isPresent()) {
          try (InputStream in = listener.getInputStream()) {
            copy(in, body.get(), deadline);
          }
        }
      }
      return reply;
    } catch (TimeoutException e) {
      throw tooSlow(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause(), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      var _ = request.abort(new IOException("not read to its end"));
    }
  }

  private static Reply reply(URI url, Response response) {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : response.getHeaders()) {
      headers.putIfAbsent(
          field.getName().toLowerCase(Locale.ROOT), String.valueOf(field.getValue()));
    }
    return new Reply(url, response.getStatus(), headers);
  }

  private void copy(InputStream in, OutputStream out, long deadline) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = read(in, buffer, deadline); n >= 0; n = read(in, buffer, deadline)) {
      bytes += n;
      if (bytes > limits.downloadBytes()) {
        throw new IOException(
            "it is larger than the %,d bytes allowed (sandbox.download-mib in techrace.toml)"
                .formatted(limits.downloadBytes()));
      }
      out.write(buffer, 0, n);
    }
  }

  private int read(InputStream in, byte[] buffer, long deadline) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), deadline);
    }
  }

  private IOException tooSlow(Throwable e) {
    return new IOException(
        "it takes longer than the %d seconds allowed (sandbox.download-seconds in techrace.toml)"
            .formatted(limits.downloadTime().toSeconds()),
        e);
  }

  /// Returns the error for a failed request. A timeout well before the deadline is that of a silent
  /// connection.
  private IOException failure(@Nullable Throwable cause, long deadline) {
    boolean late = deadline - System.nanoTime() < TimeUnit.SECONDS.toNanos(1);
    return switch (cause) {
      case TimeoutException e when late -> tooSlow(e);
      case TimeoutException e ->
          new BrokenConnectionException(
              "the host has sent nothing for %d seconds".formatted(IDLE_TIMEOUT.toSeconds()), e);
      case ConnectException _, UnknownHostException _, UnresolvedAddressException _ ->
          new BrokenConnectionException("the host does not answer", cause);
      case null, default -> new BrokenConnectionException("the connection broke", cause);
    };
  }

  /// Parses an HTTP or HTTPS URL.
  private static URI web(String text) throws IOException {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // reported below
    }
    throw new IOException("<%s> is not an HTTP or HTTPS URL".formatted(text));
  }

  /// Returns the URL of a redirect.
  ///
  /// @throws RefusedException if it leads to this machine or its network, or from HTTPS to HTTP
  private URI redirected(URI from, String location) throws IOException {
    URI to;
    try {
      to = web(from.resolve(location.replace(" ", "%20")).toString());
    } catch (IllegalArgumentException e) {
      throw new IOException("it is redirected to <%s>, which is not a URL".formatted(location), e);
    }
    if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
      throw new RefusedException("it is redirected to <%s>, which is not encrypted".formatted(to));
    }
    int port = WebHost.port(to);
    if (!addresses.has(to.getHost(), port)) {
      throw new RefusedException(
          "it is redirected to <%s>, which is not public; allow that with --web %s"
              .formatted(to, to.getHost()));
    }
    return to;
  }

  @Override
  public void close() {
    LifeCycle.stop(client);
  }
}
