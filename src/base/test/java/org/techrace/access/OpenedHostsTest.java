package org.techrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts and databases are open by what a URL means, not by what it looks like.
final class OpenedHostsTest {

  @Test
  void aHostIsComparedByNameAndPort() {
    WebHost host = WebHost.of("Example.org");
    assertThat(host.isOf(URI.create("http://example.org/t.csv"))).isTrue();
    assertThat(host.isOf(URI.create("https://EXAMPLE.ORG.:8443/t.csv"))).isTrue();
    assertThat(host.isOf(URI.create("http://example.org@evil.example/"))).isFalse();
    assertThat(host.isOf(URI.create("http://example.org.evil.example/"))).isFalse();
    assertThat(host.isOf(URI.create("http://evil.example/?example.org"))).isFalse();
    WebHost port = WebHost.of("example.org:8080");
    assertThat(port.isOf(URI.create("http://example.org:8080/"))).isTrue();
    assertThat(port.isOf(URI.create("http://example.org/"))).isFalse();
    assertThat(WebHost.of("example.org:443").isOf(URI.create("https://example.org/"))).isTrue();
    assertThat(WebHost.of("[::1]:80").isOf(URI.create("http://[::1]/"))).isTrue();
  }

  @Test
  void whatIsNoHostIsRefused() {
    for (String text : List.of("", "http://example.org", "example.org/", "a b", "*", "::1")) {
      assertThatThrownBy(() -> WebHost.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db.example.org",
        "jdbc:postgresql://db.example.org/",
        "jdbc:postgresql://db.example.org/data",
        "jdbc:postgresql://db.example.org:5432/data"
      })
  void aDatabaseOfTheHostIsOpen(String url) {
    assertThat(JdbcPrefix.of("jdbc:postgresql://db.example.org").allows(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db.example.org.evil.example/data",
        "jdbc:postgresql://db.example.orgevil/data",
        "jdbc:postgresql://db.example.org@evil.example/data",
        "jdbc:postgresql://db.example.org,evil.example/data",
        "jdbc:postgresql://db.example.org:5432,evil.example/data",
        "jdbc:postgresql://db.example.org:x@evil.example/data",
        "jdbc:postgresql://db.example.org/data?socketFactory=evil.Factory",
        "jdbc:postgresql://db.example.org/data;INIT=RUNSCRIPT FROM 'http://evil.example/'",
        "jdbc:postgresql://db.example.org/%2e%2e/data",
        "jdbc:postgresql://db.example.org/../data",
        "JDBC:postgresql://db.example.org/data",
        " jdbc:postgresql://db.example.org/data"
      })
  void anotherDatabaseIsNot(String url) {
    assertThat(JdbcPrefix.of("jdbc:postgresql://db.example.org").allows(url)).isFalse();
  }

  @Test
  void aPrefixMayEndAtASeparatorAndHoldParameters() {
    assertThat(JdbcPrefix.of("jdbc:h2:").allows("jdbc:h2:mem:x")).isTrue();
    assertThat(JdbcPrefix.of("jdbc:h2:").allows("jdbc:h2:mem:x;INIT=x")).isFalse();
    assertThat(JdbcPrefix.of("jdbc:sqlite:/data/").allows("jdbc:sqlite:/data/a.db")).isTrue();
    assertThat(JdbcPrefix.of("jdbc:sqlite:/data/").allows("jdbc:sqlite:/data/../x.db")).isFalse();
    String exact = "jdbc:postgresql://h/d?sslmode=require";
    assertThat(JdbcPrefix.of(exact).allows(exact)).isTrue();
    assertThat(JdbcPrefix.of(exact).allows(exact + "&sslfactory=x")).isFalse();
  }

  @Test
  void whatIsNoJdbcUrlIsRefused() {
    for (String text : List.of("", "jdbc:", "postgresql://localhost", "http://localhost")) {
      assertThatThrownBy(() -> JdbcPrefix.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
