package org.techrace.release.signature;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// A private key that signs releases: a file that `ssh-keygen -t ed25519` wrote, without a
/// passphrase. Its content is in no message.
public final class SigningKey {
  private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final String END = "-----END OPENSSH PRIVATE KEY-----";
  private static final byte[] MAGIC = SshBuffer.ascii("openssh-key-v1\0");

  /// The length of the secret number that an Ed25519 key is made from, in bytes.
  private static final int SEED = 32;

  private final byte[] publicKey;
  private final PrivateKey key;

  private SigningKey(byte[] publicKey, PrivateKey key) {
    this.publicKey = publicKey;
    this.key = key;
  }

  /// Reads a key.
  ///
  /// @throws IOException if the file cannot be read, or is no such key
  public static SigningKey read(Path file) throws IOException {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IOException(
          "'%s' cannot sign: %s; a key is made with: ssh-keygen -t ed25519 -N '' -f FILE"
              .formatted(file, e.getMessage()));
    }
  }

  private static SigningKey parse(String text) throws GeneralSecurityException {
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("it is not a private key of OpenSSH");
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    SshBuffer in = new SshBuffer(Base64.getMimeDecoder().decode(base64));
    in.expect(MAGIC, "a private key of OpenSSH");
    String cipher = in.text();
    in.string(); // the name of the key derivation
    in.string(); // its options
    if (!cipher.equals("none")) {
      throw new IllegalArgumentException(
          "it has a passphrase, and none is asked for here (sign with ssh-keygen -Y sign instead,"
              + " or remove it with ssh-keygen -p)");
    }
    if (in.number() != 1) {
      throw new IllegalArgumentException("it has several keys");
    }
    byte[] publicKey = in.string();
    SshBuffer secret = new SshBuffer(in.string());
    int check = secret.number();
    if (secret.number() != check) {
      throw new IllegalArgumentException("its check numbers differ");
    }
    String type = secret.text();
    if (!type.equals(SshSignature.KEY_TYPE)) {
      throw new IllegalArgumentException(
          "it is of the type %s; expected %s".formatted(type, SshSignature.KEY_TYPE));
    }
    secret.string(); // the public key again
    byte[] seed = Arrays.copyOf(secret.string(), SEED);
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    return new SigningKey(publicKey, key);
  }

  /// Returns the signature of a message, in the format of `ssh-keygen -Y sign -n techrace-release`.
  public String sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(SshSignature.signed(message, SshSignature.HASH));
      return new SshSignature(publicKey, SshSignature.HASH, signature.sign()).armored();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Returns the public key as a line of `authorized_keys`, without comment.
  public String publicKey() {
    return SshSignature.KEY_TYPE + " " + Base64.getEncoder().encodeToString(publicKey);
  }
}
