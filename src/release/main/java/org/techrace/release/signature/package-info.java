/// Signatures of releases, in the format of `ssh-keygen -Y sign` with keys of the type ssh-ed25519.
///
/// - [org.techrace.release.signature.SigningKey] reads a private key and signs;
/// - [org.techrace.release.signature.AllowedSigners] reads the public keys that are trusted, and
///   verifies.
///
/// ```java
/// String signature = SigningKey.read(Path.of("key")).sign(bytes);
/// String signer = AllowedSigners.read(Path.of("signers")).verify(bytes, signature);
/// ```
@NullMarked
package org.techrace.release.signature;

import org.jspecify.annotations.NullMarked;
