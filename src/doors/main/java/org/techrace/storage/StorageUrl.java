package org.techrace.storage;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a store: `s3://bucket/prefix` or `file:/folder`.
public sealed interface StorageUrl {
  /// What an address looks like, for messages.
  String EXPECTED = "expected s3://BUCKET/PREFIX or file:/FOLDER";

  /// A bucket, and a prefix of keys that is empty or ends with a slash.
  record Bucket(String name, String prefix) implements StorageUrl {
    private static final Pattern S3 = Pattern.compile("s3://([^/]+)(/.*)?");

    /// The rules of S3 for names of buckets, except those for reserved names.
    private static final Pattern NAME =
        Pattern.compile("(?!.*\\.\\.)(?!\\d+(\\.\\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /// @throws IllegalArgumentException if no store can have a bucket of this name
    public Bucket {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no name of a bucket; expected 3 to 63 small letters, digits, dots and hyphens, first and last a letter or digit, no two dots in a row, and no IP address"
                .formatted(name));
      }
    }

    @Override
    public String toString() {
      return "s3://" + name + "/" + prefix;
    }
  }

  /// A folder.
  record Folder(Path path) implements StorageUrl {
    private static final Pattern FILE = Pattern.compile("file:(?://)?(/.+|[^/].*)");

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /// Parses an address.
  ///
  /// @throws IllegalArgumentException if it is not one
  static StorageUrl parse(String text) {
    Matcher s3 = Bucket.S3.matcher(text);
    if (s3.matches()) {
      String path = s3.group(2) == null ? "" : s3.group(2).replaceAll("^/+|/+$", "");
      return new Bucket(s3.group(1), path.isEmpty() ? "" : path + "/");
    }
    Matcher file = Folder.FILE.matcher(text);
    if (file.matches()) {
      return new Folder(Path.of(file.group(1)).toAbsolutePath().normalize());
    }
    throw new IllegalArgumentException("'%s' is not a store; %s".formatted(text, EXPECTED));
  }

  /// Opens the store. Does not connect to it yet.
  default ObjectStore open(StorageSettings settings) {
    return switch (this) {
      case Folder folder -> new FileStore(folder.path());
      case Bucket bucket -> new S3Store(bucket, settings);
    };
  }
}
