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

/// Requests to the Web, within the limits of an [Access] for size, time and redirects, and to the
/// hosts that it opens. Redirects are followed to these hosts and to public addresses of others,
/// never to this machine or its network.
///
/// Safe for use by several threads. Connections are kept until it is closed.
public final class Web implements Closeable {
  private static final int REDIRECTS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;

  private final Set<WebHost> hosts;
  private final boolean allPublic;
  private final Limits limits;
  private final PublicAddresses addresses;
  private final HttpClient client = new HttpClient();

  /// What a server answers, apart from the body.
  ///
  /// @param url where the answer came from, redirects followed
  /// @param status the status code
  /// @param headers the values of the headers by name in lower case
  public record Reply(URI url, int status, Map<String, String> headers) {
    public Reply {
      headers = Map.copyOf(headers);
    }

    /// Returns the value of a header.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// Decides what happens to the body of an answer.
  public interface Receiver {
    /// Returns where the body goes, or nothing if it is not to be read. The stream is not closed.
    Optional<OutputStream> body(Reply reply) throws IOException;
  }

  /// @param allPublic whether every host is open whose addresses are public
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
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, Access.USER_AGENT));
    LifeCycle.start(client);
    // Decoding would hide how much is sent, and a table that is packed is unpacked by its name.
    client.getContentDecoderFactories().clear();
  }

  /// Sends a GET request and follows redirects.
  ///
  /// @param headers the headers of the request
  /// @param receiver takes the body of the answer that is no redirect
  /// @return the answer
  /// @throws RefusedException if the host, or one that it redirects to, is not allowed
  /// @throws BrokenConnectionException if nobody answers or the connection breaks off
  /// @throws IOException if the answer is too large or takes too long, or the receiver fails
  public Reply get(String text, Map<String, String> headers, Receiver receiver) throws IOException {
    URI at = web(text);
    checkOpen(at);
    long deadline = System.nanoTime() + limits.downloadTime().toNanos();
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Reply reply = send(at, headers, receiver, deadline);
      Optional<String> location = location(reply);
      if (location.isEmpty()) {
        return reply;
      }
      at = redirected(at, location.get());
    }
    throw new IOException("it is redirected more than %d times".formatted(REDIRECTS));
  }

  /// Where an answer redirects to.
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
      throw failure(e);
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
            copy(in, body.get());
          }
        }
      }
      return reply;
    } catch (TimeoutException e) {
      throw tooSlow(e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
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

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
      bytes += n;
      if (bytes > limits.downloadBytes()) {
        throw new IOException(
            "it is larger than the %,d bytes allowed (sandbox.download-mib in techrace.toml)"
                .formatted(limits.downloadBytes()));
      }
      out.write(buffer, 0, n);
    }
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private IOException tooSlow(Throwable e) {
    return new IOException(
        "it takes longer than the %d seconds allowed (sandbox.download-seconds in techrace.toml)"
            .formatted(limits.downloadTime().toSeconds()),
        e);
  }

  private IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case TimeoutException e -> tooSlow(e);
      case ConnectException _, UnknownHostException _, UnresolvedAddressException _ ->
          new BrokenConnectionException("nobody answers there", cause);
      case null, default -> new BrokenConnectionException("the connection breaks off", cause);
    };
  }

  /// The URL of a file of the Web.
  private static URI web(String text) throws IOException {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw new IOException("<%s> is no URL of the Web".formatted(text));
  }

  /// Where a redirect leads.
  ///
  /// @throws RefusedException if it leads to this machine, its network, or out of TLS
  private URI redirected(URI from, String location) throws IOException {
    URI to = web(from.resolve(location.replace(" ", "%20")).toString());
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
