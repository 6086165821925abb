package org.techrace.release.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures of the tool and of the real `ssh-keygen` are the same.
final class SignatureTest {
  private static final byte[] MESSAGE = "0123  data.nq.gz\n".getBytes(StandardCharsets.UTF_8);
  private static final String NAMES = "curator@example.org";

  @TempDir private Path folder = Path.of("");
  private Path key = Path.of("");
  private Path message = Path.of("");

  @BeforeEach
  void key() throws Exception {
    assumeTrue(isThere(), "needs ssh-keygen (package openssh-client): skipped");
    key = folder.resolve("key");
    run(0, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", key.toString());
    message = Files.write(folder.resolve("SHA256SUMS"), MESSAGE);
  }

  private static boolean isThere() throws InterruptedException {
    try {
      new ProcessBuilder("ssh-keygen", "-?").redirectErrorStream(true).start().waitFor();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private String run(int code, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    if (List.of(command).contains("verify")) {
      builder.redirectInput(message.toFile());
    }
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(code);
    return printed;
  }

  /// Writes the file of allowed signers: the key, with options.
  private Path signers(String options) throws IOException {
    String line = Files.readString(folder.resolve("key.pub"));
    return Files.writeString(
        folder.resolve("signers"), "# who signs\n\n%s %s %s".formatted(NAMES, options, line));
  }

  private String signedByTool() throws IOException {
    return SigningKey.read(key).sign(MESSAGE);
  }

  /// The signature that `ssh-keygen` makes.
  private String signedByKeygen(String namespace) throws Exception {
    run(0, "ssh-keygen", "-Y", "sign", "-f", key.toString(), "-n", namespace, message.toString());
    return Files.readString(folder.resolve("SHA256SUMS.sig"));
  }

  private String verified(String options, String signature) throws IOException {
    return AllowedSigners.read(signers(options)).verify("SHA256SUMS", MESSAGE, signature);
  }

  @Test
  void isTheSameAsThatOfKeygen() throws Exception {
    assertThat(signedByTool()).isEqualTo(signedByKeygen("techrace-release"));
  }

  @Test
  void isAcceptedByKeygen() throws Exception {
    Files.writeString(folder.resolve("mine.sig"), signedByTool());
    String[] verify = {
      "ssh-keygen",
      "-Y",
      "verify",
      "-f",
      signers("namespaces=\"techrace-release\"").toString(),
      "-I",
      NAMES,
      "-n",
      "techrace-release",
      "-s",
      folder.resolve("mine.sig").toString()
    };
    assertThat(run(0, verify)).contains("Good \"techrace-release\" signature for " + NAMES);
    Files.writeString(message, "another");
    run(255, verify);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "namespaces=\"techrace-release\"",
        "namespaces=\"git,techrace-*\"",
        "namespaces=\"!git,techrace-*\"",
        "valid-after=\"20200101\",valid-before=\"99990101Z\""
      })
  void acceptsASignatureOfKeygen(String options) throws Exception {
    assertThat(verified(options, signedByKeygen("techrace-release"))).isEqualTo(NAMES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          namespaces="techrace-*,!techrace-release" | does not allow for releases now
          namespaces="git" | does not allow for releases now
          valid-before="20200101" | does not allow for releases now
          valid-after="99990101" | does not allow for releases now
          """)
  void refusesAKeyThatIsForSomethingElse(String options, String message) throws Exception {
    assertThatThrownBy(() -> verified(options, signedByTool())).hasMessageContaining(message);
  }

  @Test
  void comparesTheTimesOfAKeyWithTheClock() throws Exception {
    Path signers = signers("valid-before=\"20300101Z\"");
    Clock late = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);
    Clock early = Clock.fixed(Instant.parse("2029-12-31T23:59:59Z"), ZoneOffset.UTC);
    String signature = signedByTool();
    assertThat(AllowedSigners.read(signers, early).verify("x", MESSAGE, signature))
        .isEqualTo(NAMES);
    assertThatThrownBy(() -> AllowedSigners.read(signers, late).verify("x", MESSAGE, signature))
        .hasMessageContaining("does not allow");
  }

  @Test
  void refusesOtherMessagesNamespacesAndKeys() throws Exception {
    String signature = signedByTool();
    AllowedSigners trusted = AllowedSigners.read(signers(""));
    assertThatThrownBy(() -> trusted.verify("SHA256SUMS", new byte[] {1}, signature))
        .hasMessage(
            "the signature of SHA256SUMS is not valid: it is not the signature of this file");
    String git = signedByKeygen("git");
    assertThatThrownBy(() -> trusted.verify("SHA256SUMS", MESSAGE, git))
        .hasMessageContaining("it has the namespace 'git'; expected 'techrace-release'");
    Files.delete(key);
    Files.delete(folder.resolve("key.pub"));
    key();
    String other = signedByTool();
    assertThatThrownBy(() -> trusted.verify("SHA256SUMS", MESSAGE, other))
        .hasMessageContaining("is signed with a key that")
        .hasMessageContaining("does not have");
  }

  @Test
  void refusesEveryChangedByteOfASignature() throws Exception {
    String signature = signedByTool();
    AllowedSigners trusted = AllowedSigners.read(signers(""));
    for (int i = 0; i < signature.length(); i++) {
      char changed = signature.charAt(i) == 'A' ? 'B' : 'A';
      String broken = signature.substring(0, i) + changed + signature.substring(i + 1);
      if (signature.charAt(i) != '\n') {
        assertThatThrownBy(() -> trusted.verify("SHA256SUMS", MESSAGE, broken))
            .as("character %d", i)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void saysWhyAKeyCannotSign() throws Exception {
    String seed = Files.readString(key).lines().skip(1).findFirst().orElseThrow();
    run(0, "ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", key.toString());
    assertThatThrownBy(this::signedByTool)
        .hasMessageContaining("it has a passphrase, and none is asked for here");
    Path rsa = folder.resolve("rsa");
    run(0, "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", rsa.toString());
    assertThatThrownBy(() -> SigningKey.read(rsa))
        .hasMessageContaining("it is of the type ecdsa-sha2-nistp256; expected ssh-ed25519");
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("key.pub")))
        .hasMessageContaining("it is not a private key of OpenSSH")
        .hasMessageNotContaining(seed);
    Files.writeString(
        key,
        "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----"
            .formatted(seed));
    assertThatThrownBy(this::signedByTool)
        .hasMessageContaining("it ends too early")
        .hasMessageNotContaining(seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "only-a-name",
        "a ssh-ed25519",
        "a unknown=\"1\" ssh-ed25519 AAAA",
        "a ssh-ed25519 A*"
      })
  void namesTheLineThatIsNoSigner(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("signers"), "# comment\n" + line + "\n");
    assertThatThrownBy(() -> AllowedSigners.read(file)).hasMessageContaining("signers:2: ");
  }
}
