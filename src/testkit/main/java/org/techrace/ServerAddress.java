package org.techrace;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address that a server prints when it answers.
public final class ServerAddress {
  private static final Pattern SPARQL = Pattern.compile("SPARQL +(http\\S+)");

  private ServerAddress() {}

  /// Waits up to three minutes for the address of the SPARQL endpoint.
  ///
  /// @param printed the file with what the server prints
  public static URI await(Process server, Path printed) throws IOException, InterruptedException {
    for (int i = 0; i < 1800 && server.isAlive(); i++) {
      Matcher address = SPARQL.matcher(Files.readString(printed));
      if (address.find()) {
        return URI.create(address.group(1));
      }
      Thread.sleep(100);
    }
    throw new AssertionError("it does not serve: " + Files.readString(printed));
  }
}
