package org.techrace.serve.sparql;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// Looks up the addresses of a host, and gives none if one of them belongs to this machine or its
/// network, whatever the name says. It is asked again for every connection, so a name that changes
/// its address after the check leads nowhere.
final class PublicAddresses implements SocketAddressResolver {
  private final Predicate<InetAddress> refused;

  PublicAddresses() {
    this(PublicAddresses::isPrivate);
  }

  /// With another notion of what is private, so that a test can have a peer on this machine.
  PublicAddresses(Predicate<InetAddress> refused) {
    this.refused = refused;
  }

  /// Whether a host has addresses, all of them public.
  boolean has(String host) {
    try {
      return !of(host).isEmpty();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private List<InetAddress> of(String host) throws UnknownHostException {
    List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(host));
    return all.stream().anyMatch(refused) ? List.of() : all;
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> addresses) {
    Thread.startVirtualThread(
        () -> {
          try {
            List<InetAddress> found = of(host);
            if (found.isEmpty()) {
              addresses.failed(new UnknownHostException(host + " is not public"));
            } else {
              addresses.succeeded(found.stream().map(a -> new InetSocketAddress(a, port)).toList());
            }
          } catch (UnknownHostException e) {
            addresses.failed(e);
          }
        });
  }

  /// Addresses that lead to this machine, its network or its carrier's (RFC 6890), also where an
  /// IPv6 address only wraps an IPv4 one (NAT64, 6to4).
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet4Address ? isReserved4(bytes) : isReserved6(bytes));
  }

  private static boolean isReserved4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    return first == 0 || first >= 240 || (first == 100 && (bytes[1] & 0xc0) == 64);
  }

  private static boolean isReserved6(byte[] bytes) {
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    boolean uniqueLocal = (first & 0xfe00) == 0xfc00;
    boolean wraps = first == 0x2002 || first == 0x64 || first == 0;
    return uniqueLocal || wraps;
  }
}
