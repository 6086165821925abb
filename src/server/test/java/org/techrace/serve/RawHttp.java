package org.techrace.serve;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Sends raw HTTP requests that no client library would send.
final class RawHttp {
  private RawHttp() {}

  /// An answer: its status (0 if the connection was closed without one) and its text.
  record Answer(int status, String text) {}

  /// Sends bytes and reads until the server closes the connection; the request must ask for that.
  static Answer send(URI server, byte[] request) throws IOException {
    try (Socket socket = new Socket("localhost", server.getPort())) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // The server may refuse the request before it has read all.
      }
      String text;
      try {
        text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        text = "";
      }
      boolean answered = text.matches("(?s)HTTP/1\\.1 \\d{3}.*");
      return new Answer(answered ? Integer.parseInt(text, 9, 12, 10) : 0, text);
    }
  }

  /// Returns a GET request that closes the connection afterwards.
  static byte[] get(String target, String... headers) {
    return request("GET", target, "", headers);
  }

  static byte[] request(String method, String target, String body, String... headers) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    text.append("Host: localhost\r\nConnection: close\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
