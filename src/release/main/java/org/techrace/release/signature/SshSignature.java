package org.techrace.release.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/// A signature in the format of `ssh-keygen -Y sign` (PROTOCOL.sshsig of OpenSSH).
final class SshSignature {
  /// The purpose of the signature, which is part of it: a signature of the same key for another
  /// purpose, such as a commit, is not one of a release.
  static final String NAMESPACE = "techrace-release";

  static final String KEY_TYPE = "ssh-ed25519";

  /// The hash function of new signatures, which is that of `ssh-keygen`.
  static final String HASH = "sha512";

  private static final byte[] MAGIC = SshBuffer.ascii("SSHSIG");
  private static final int VERSION = 1;
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final int LINE = 70;

  private final byte[] publicKey;
  private final String hash;
  private final byte[] bytes;

  /// @param publicKey the key, as SSH encodes it: the type and 32 bytes
  /// @param hash the hash function of the message: `sha512` or `sha256`
  /// @param bytes the 64 bytes of the signature
  SshSignature(byte[] publicKey, String hash, byte[] bytes) {
    this.publicKey = publicKey.clone();
    this.hash = hash;
    this.bytes = bytes.clone();
  }

  /// Reads a signature.
  ///
  /// @throws IllegalArgumentException if it is none, or of another key type or purpose
  static SshSignature parse(String armored) {
    String text = armored.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("it does not begin with " + BEGIN);
    }
    String base64 = text.substring(BEGIN.length(), text.length() - END.length());
    SshBuffer in = new SshBuffer(Base64.getMimeDecoder().decode(base64));
    in.expect(MAGIC, "an SSH signature");
    if (in.number() != VERSION) {
      throw new IllegalArgumentException("it has another version than " + VERSION);
    }
    byte[] key = in.string();
    String namespace = in.text();
    byte[] reserved = in.string();
    String hash = in.text();
    SshBuffer signature = new SshBuffer(in.string());
    String type = signature.text();
    if (!type.equals(KEY_TYPE) || !new SshBuffer(key).text().equals(KEY_TYPE)) {
      throw new IllegalArgumentException(
          "its key is of the type %s; expected %s".formatted(type, KEY_TYPE));
    }
    if (!namespace.equals(NAMESPACE)) {
      throw new IllegalArgumentException(
          "it has the namespace '%s'; expected '%s'".formatted(namespace, NAMESPACE));
    }
    if (reserved.length > 0) {
      throw new IllegalArgumentException("it has reserved bytes");
    }
    return new SshSignature(key, hash, signature.string());
  }

  /// Returns the text that `ssh-keygen` writes.
  String armored() {
    byte[] blob =
        SshBuffer.concatenated(
            MAGIC,
            SshBuffer.number(VERSION),
            SshBuffer.strings(
                publicKey,
                SshBuffer.ascii(NAMESPACE),
                new byte[0],
                SshBuffer.ascii(hash),
                SshBuffer.strings(SshBuffer.ascii(KEY_TYPE), bytes)));
    String base64 = Base64.getEncoder().encodeToString(blob);
    String lines = base64.replaceAll("(.{%d})(?=.)".formatted(LINE), "$1\n");
    return BEGIN + "\n" + lines + "\n" + END + "\n";
  }

  /// Returns the bytes that are signed for a message.
  ///
  /// @throws IllegalArgumentException if the hash function is not supported
  static byte[] signed(byte[] message, String hash) {
    return SshBuffer.concatenated(
        MAGIC,
        SshBuffer.strings(
            SshBuffer.ascii(NAMESPACE),
            new byte[0],
            SshBuffer.ascii(hash),
            digest(hash).digest(message)));
  }

  private static MessageDigest digest(String hash) {
    String name =
        switch (hash) {
          case "sha512" -> "SHA-512";
          case "sha256" -> "SHA-256";
          default ->
              throw new IllegalArgumentException(
                  "its hash function is %s; expected sha512 or sha256".formatted(hash));
        };
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reports whether the signature is that of a message.
  boolean isOf(byte[] message) {
    SshBuffer key = new SshBuffer(publicKey);
    String _ = key.text();
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(publicKey(key.string()));
      signature.update(signed(message, hash));
      return signature.verify(bytes);
    } catch (GeneralSecurityException _) {
      return false; // not a point of the curve, or not 64 bytes
    }
  }

  /// Returns a key from its 32 bytes (RFC 8032, section 5.1.5): the number y with its lowest byte
  /// first, and the lowest bit of x as the highest bit.
  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    byte[] y = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      y[i] = raw[raw.length - 1 - i];
    }
    boolean odd = y.length > 0 && (y[0] & 0x80) != 0;
    if (odd) {
      y[0] &= 0x7f;
    }
    return KeyFactory.getInstance("Ed25519")
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
  }

  /// Returns the key in Base64, as a file of allowed signers has it.
  String key() {
    return Base64.getEncoder().encodeToString(publicKey);
  }
}
