package org.techrace.release.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public keys whose signatures are trusted, from a file in the format of `ssh-keygen -Y verify
/// -f` (ALLOWED SIGNERS in its manual): a line for each key, with the names of its holder, options,
/// the type and the key.
///
/// ```
/// curator@example.org namespaces="techrace-release" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…
/// ```
public final class AllowedSigners {
  /// A line: names, options or nothing, the type of the key, the key. Names and values of options
  /// may be in quotes.
  private static final Pattern LINE =
      Pattern.compile(
          "(?<names>\"[^\"]*\"|\\S+)\\s+((?<options>(?:[^\\s\"]|\"[^\"]*\")+)\\s+)?"
              + "(?<type>(?:ssh|ecdsa|sk)-\\S+)\\s+(?<key>[A-Za-z0-9+/=]+)(\\s.*)?");

  private static final Pattern OPTION =
      Pattern.compile("(?<name>[a-zA-Z-]+)(=(\"(?<quoted>[^\"]*)\"|(?<plain>[^,\"]*)))?(,|$)");

  /// A time in the options: a day, or a second, in local time or, with a Z, in UTC.
  private static final Pattern TIME = Pattern.compile("(\\d{8})(\\d{4})?(\\d{2})?(Z?)");

  private final Path file;
  private final List<Signer> signers;
  private final Clock clock;

  /// A key that is trusted.
  ///
  /// @param names the names of its holder
  /// @param key the key in Base64
  /// @param namespaces patterns of the purposes that it may sign for; empty for all
  /// @param from the time from which it is trusted
  /// @param until the time until which it is trusted
  private record Signer(
      String names, String key, List<String> namespaces, Instant from, Instant until) {
    boolean signsReleases() {
      return namespaces.isEmpty() || (isIn(false) && !isIn(true));
    }

    /// Returns true if a pattern of the list, with or without `!`, matches (ssh_config(5),
    /// PATTERNS).
    private boolean isIn(boolean negated) {
      return namespaces.stream()
          .map(String::strip)
          .filter(pattern -> pattern.startsWith("!") == negated)
          .anyMatch(p -> matches(negated ? p.substring(1) : p, SshSignature.NAMESPACE));
    }

    private static boolean matches(String pattern, String text) {
      String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
      return text.matches(regex);
    }
  }

  private AllowedSigners(Path file, List<Signer> signers, Clock clock) {
    this.file = file;
    this.signers = signers;
    this.clock = clock;
  }

  /// Reads the keys of a file. Keys of other types than ssh-ed25519 are skipped.
  ///
  /// @throws IOException if the file cannot be read, has an invalid line, or has no key
  public static AllowedSigners read(Path file) throws IOException {
    return read(file, Clock.systemUTC());
  }

  static AllowedSigners read(Path file, Clock clock) throws IOException {
    List<Signer> signers = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          throw new IllegalArgumentException(
              "expected the name of a signer, a type and a key, such as: NAME ssh-ed25519 AAAA…");
        }
        if (parts.group("type").equals(SshSignature.KEY_TYPE)) {
          signers.add(signer(parts));
        }
      } catch (IllegalArgumentException e) {
        throw new IOException("%s:%d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    if (signers.isEmpty()) {
      throw new IOException(
          "%s has no key of the type %s; expected a line such as: NAME ssh-ed25519 AAAA…"
              .formatted(file, SshSignature.KEY_TYPE));
    }
    return new AllowedSigners(file, signers, clock);
  }

  private static Signer signer(Matcher parts) {
    List<String> namespaces = List.of();
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    String options = parts.group("options") == null ? "" : parts.group("options");
    Matcher option = OPTION.matcher(options);
    int end = 0;
    while (end < options.length() && option.find() && option.start() == end) {
      String value =
          option.group("quoted") == null ? option.group("plain") : option.group("quoted");
      switch (option.group("name").toLowerCase(Locale.ROOT)) {
        case "namespaces" -> namespaces = Arrays.asList(String.valueOf(value).split(",", -1));
        case "valid-after" -> from = time(String.valueOf(value));
        case "valid-before" -> until = time(String.valueOf(value));
        default ->
            throw new IllegalArgumentException(
                "the option '%s' is not supported; expected namespaces, valid-after or valid-before"
                    .formatted(option.group("name")));
      }
      end = option.end();
    }
    if (end < options.length()) {
      throw new IllegalArgumentException("'%s' is not a list of options".formatted(options));
    }
    String key = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(parts.group("key")));
    return new Signer(parts.group("names").replace("\"", ""), key, namespaces, from, until);
  }

  private static Instant time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a time; expected YYYYMMDD or YYYYMMDDHHMM[SS], with Z for UTC"
              .formatted(text));
    }
    String day = time.group(1);
    String minute = time.group(2) == null ? "0000" : time.group(2);
    String second = time.group(3) == null ? "00" : time.group(3);
    LocalDateTime local =
        LocalDateTime.of(
            number(day, 0, 4),
            number(day, 4, 6),
            number(day, 6, 8),
            number(minute, 0, 2),
            number(minute, 2, 4),
            number(second, 0, 2));
    return local
        .atZone(time.group(4).isEmpty() ? ZoneId.systemDefault() : ZoneOffset.UTC)
        .toInstant();
  }

  private static int number(String digits, int from, int to) {
    return Integer.parseInt(digits.substring(from, to));
  }

  /// Verifies the signature of a message.
  ///
  /// @param what what was signed, for messages
  /// @return the names of the signer
  /// @throws IOException if it is not a signature of this message by a trusted key
  public String verify(String what, byte[] message, String signature) throws IOException {
    SshSignature parsed;
    try {
      parsed = SshSignature.parse(signature);
      if (!parsed.isOf(message)) {
        throw new IllegalArgumentException("it is not the signature of this file");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the signature of %s is not valid: %s".formatted(what, e.getMessage()), e);
    }
    List<Signer> known = signers.stream().filter(one -> one.key().equals(parsed.key())).toList();
    Instant now = clock.instant();
    return known.stream()
        .filter(Signer::signsReleases)
        .filter(one -> !now.isBefore(one.from()) && now.isBefore(one.until()))
        .map(Signer::names)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "%s is signed with a key that %s %s"
                        .formatted(
                            what,
                            file,
                            known.isEmpty()
                                ? "does not have"
                                : "does not allow for releases now")));
  }
}
