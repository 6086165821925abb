package org.techrace.serve.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Those who share the limits of one client: an IPv4 address, or the /64 network of an IPv6
/// address, because a client with IPv6 usually has all addresses with the same first 64 bits. All
/// limits count by neighbour: places, connections, answers on disk and budgets.
///
/// @param name the IPv4 address, or the first 64 bits in hexadecimal digits
/// @param local true for an address of this machine's loopback interface
public record Neighbour(String name, boolean local) {
  private static final int IPV6_PREFIX_BYTES = 8;

  /// Returns the neighbour of an address.
  static Neighbour of(InetAddress address) {
    String name =
        address instanceof Inet6Address
            ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_PREFIX_BYTES))
            : address.getHostAddress();
    return new Neighbour(name, address.isLoopbackAddress());
  }

  /// Returns the neighbour of an IP address in text. Does not look up names.
  ///
  /// @param address the address; another text is a neighbour of its own
  static Neighbour of(String address) {
    try {
      return of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return new Neighbour(address, false);
    }
  }
}
