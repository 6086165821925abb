package org.techrace.access;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
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

/// Fetches one file of the Web, within limits of size, time and redirects.
final class Download implements Closeable {
  private static final int REDIRECTS = 5;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;

  private final Set<WebHost> hosts;
  private final Limits limits;
  private final PublicAddresses addresses;
  private final HttpClient client = new HttpClient();

  Download(Set<WebHost> hosts, Limits limits) {
    this.hosts = hosts;
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
    client.setUserAgentField(
        new HttpField(HttpHeader.USER_AGENT, "techrace (https://w3id.org/techrace/)"));
  }

  /// Fetches a file.
  ///
  /// @throws RefusedException if its host, or one that it is redirected to, is not allowed
  /// @throws IOException if it cannot be had, is too large or takes too long
  void fetch(String text, OutputStream out) throws IOException {
    URI url = web(text);
    if (hosts.stream().noneMatch(host -> host.isOf(url))) {
      throw new RefusedException(
          "the source is in the Web, <%s>; allow that with --web %s, or fetch the file and name its path"
              .formatted(text, url.getHost()));
    }
    LifeCycle.start(client);
    // Decoding would hide how much is sent, and a table that is packed is unpacked by its name.
    client.getContentDecoderFactories().clear();
    long deadline = System.nanoTime() + limits.downloadTime().toNanos();
    URI at = url;
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Optional<String> location = fetch(at, out, deadline);
      if (location.isEmpty()) {
        return;
      }
      at = redirected(at, location.get());
    }
    throw new IOException("it is redirected more than %d times".formatted(REDIRECTS));
  }

  /// Sends one request.
  ///
  /// @return where it is redirected to; nothing if the file was received
  private Optional<String> fetch(URI url, OutputStream out, long deadline) throws IOException {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    Request request = client.newRequest(url).timeout(left, TimeUnit.MILLISECONDS);
    try (InputStreamResponseListener listener = new InputStreamResponseListener()) {
      request.send(listener);
      Response response = listener.get(left, TimeUnit.MILLISECONDS);
      int status = response.getStatus();
      String location = response.getHeaders().get(HttpHeader.LOCATION);
      if (status >= 301 && status <= 308 && location != null && !location.isBlank()) {
        return Optional.of(location);
      }
      if (status != 200) {
        throw new IOException("the server answers " + status);
      }
      try (InputStream in = listener.getInputStream()) {
        copy(in, out);
      }
      return Optional.empty();
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

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        if (bytes > limits.downloadBytes()) {
          throw new IOException(
              "it is larger than the %,d bytes allowed (sandbox.download-mib in techrace.toml)"
                  .formatted(limits.downloadBytes()));
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw e.getCause() == null ? e : failure(e.getCause());
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
          new IOException("nobody answers there", cause);
      case null, default -> new IOException("the connection breaks off", cause);
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
