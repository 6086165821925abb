package org.techrace.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// Looks up the addresses of a host, and returns none if one of them belongs to this machine or its
/// network. It is called for every connection, so a host cannot change its address after the check.
public final class PublicAddresses implements SocketAddressResolver {
  private final Rule refused;

  /// Decides which addresses are refused.
  public interface Rule {
    /// Returns true if an address is refused.
    ///
    /// @param host the name or address that was looked up
    /// @param port the port to connect to
    boolean refuses(String host, int port, InetAddress address);
  }

  /// Refuses all addresses that are not public.
  public PublicAddresses() {
    this((_, _, address) -> isPrivate(address));
  }

  /// Refuses the addresses of a rule.
  public PublicAddresses(Rule refused) {
    this.refused = refused;
  }

  /// Returns true if a host has addresses and none of them is refused.
  public boolean has(String host, int port) {
    try {
      return !of(host, port).isEmpty();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private List<InetAddress> of(String host, int port) throws UnknownHostException {
    List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(host));
    return all.stream().anyMatch(address -> refused.refuses(host, port, address)) ? List.of() : all;
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
            List<InetAddress> found = of(host, port);
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

  /// Returns true for addresses of this machine, its network or its carrier (RFC 6890), also for
  /// IPv6 addresses that contain such an IPv4 address (NAT64, 6to4).
  public static boolean isPrivate(InetAddress address) {
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
