package org.techrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket of an S3-compatible store. The credentials are those that every AWS program finds:
/// environment, profile, role of the machine.
final class S3Store implements ObjectStore {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;
  private static final String DEFAULT_REGION = "us-east-1";

  /// How often all attempts of the SDK are made.
  private static final int ROUNDS = 3;

  private final StorageUrl.Bucket bucket;
  private final S3Client client;
  private final String endpoint;

  S3Store(StorageUrl.Bucket bucket, StorageSettings settings) {
    this.bucket = bucket;
    this.endpoint = settings.endpoint().map(uri -> " at " + uri).orElse("");
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region(settings)))
            .forcePathStyle(settings.endpoint().isPresent() && settings.pathStyle())
            // Objects have their SHA-256; other stores than that of AWS refuse further checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(30)));
    settings.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
  }

  private static String region(StorageSettings settings) {
    if (!settings.region().isEmpty()) {
      return settings.region();
    }
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
        .filter(region -> !region.isBlank())
        .findFirst()
        .orElse(DEFAULT_REGION);
  }

  /// Makes sure that the store obeys conditions: without them, two builders would overwrite each
  /// other's releases. The owner of the bucket has created it.
  @Override
  public void prepare() throws IOException {
    String probe = "probe-" + UUID.randomUUID();
    byte[] content = {'1'};
    create(probe, content);
    boolean ignored = create(probe, content);
    delete(probe);
    if (ignored) {
      throw unconditional(probe, "ignores the condition If-None-Match", null);
    }
  }

  private IOException unconditional(String key, String what, @Nullable Throwable e) {
    return new IOException(
        "%s%s: the store %s; releases need a store with conditional writes (PUT with If-None-Match and If-Match), as AWS S3, MinIO and s3proxy have, or a folder (file:/FOLDER)"
            .formatted(address(key), endpoint, what),
        e);
  }

  private String key(String key) {
    return bucket.prefix() + key;
  }

  @Override
  public Optional<Versioned> read(String key) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> read =
          client.getObject(
              r -> r.bucket(bucket.name()).key(key(key)),
              (response, in) -> ResponseBytes.fromByteArray(response, ObjectStore.start(in)));
      return Optional.of(versioned(key, read.asByteArrayUnsafe(), read.response().eTag()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return client.getObject(r -> r.bucket(bucket.name()).key(key(key)));
    } catch (NoSuchKeyException e) {
      throw new IOException(address(key) + " is missing", e);
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public Optional<Stored> find(String key) throws IOException {
    try {
      HeadObjectResponse head = client.headObject(r -> r.bucket(bucket.name()).key(key(key)));
      return Optional.of(new Stored(key, head.contentLength(), head.lastModified()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public void put(String key, Slice content) throws IOException {
    RequestBody body =
        RequestBody.fromContentProvider(
            () -> stream(content), content.bytes(), "application/octet-stream");
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(content.sha256()));
    try {
      sent(
          () ->
              client.putObject(
                  r -> r.bucket(bucket.name()).key(key(key)).checksumSHA256(digest), body));
    } catch (SdkException | UncheckedIOException e) {
      throw failed(key, e);
    }
  }

  /// Sends a body. If the store was restarted, each connection to it that the JDK has kept fails
  /// once while the body is written; there may be more of them than the SDK makes attempts.
  private static void sent(Runnable request) {
    for (int round = 1; ; round++) {
      try {
        request.run();
        return;
      } catch (SdkClientException e) {
        boolean broken =
            e.getCause() instanceof IOException && !(e.getCause() instanceof ConnectException);
        if (!broken || round == ROUNDS) {
          throw e;
        }
      }
    }
  }

  private static InputStream stream(Slice content) {
    try {
      return new SliceStream(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean create(String key, byte[] content) throws IOException {
    return put(key, content, null);
  }

  @Override
  public boolean replace(String key, byte[] content, String version) throws IOException {
    return put(key, content, version);
  }

  /// Writes an object under a condition.
  ///
  /// @param version the version that it must have; null if it must not exist
  private boolean put(String key, byte[] content, @Nullable String version) throws IOException {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(bucket.name()).key(key(key));
    PutObjectRequest conditional =
        version == null ? request.ifNoneMatch("*").build() : request.ifMatch(version).build();
    try {
      sent(() -> client.putObject(conditional, RequestBody.fromBytes(content)));
      return true;
    } catch (S3Exception e) {
      boolean gone =
          version != null && e.statusCode() == NOT_FOUND && !(e instanceof NoSuchBucketException);
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT || gone) {
        return false;
      }
      if (e.statusCode() == NOT_IMPLEMENTED) {
        throw unconditional(key, "refuses a condition (501)", e);
      }
      throw failed(key, e);
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  @Override
  public List<Stored> list(String prefix) throws IOException {
    try {
      return client
          .listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix(key(prefix)))
          .contents()
          .stream()
          .map(
              object ->
                  new Stored(
                      object.key().substring(bucket.prefix().length()),
                      object.size(),
                      object.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw failed(prefix, e);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    try {
      client.deleteObject(r -> r.bucket(bucket.name()).key(key(key)));
    } catch (SdkException e) {
      throw failed(key, e);
    }
  }

  private IOException failed(String key, RuntimeException e) {
    String where = address(key) + endpoint;
    if (e instanceof NoSuchBucketException) {
      return new IOException(
          "%s: there is no bucket '%s'; create it, or correct the address"
              .formatted(where, bucket.name()),
          e);
    }
    if (e instanceof S3Exception refused && refused.statusCode() == FORBIDDEN) {
      return new IOException(
          "%s: access is refused (%s); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile, with rights on this bucket"
              .formatted(where, refused.awsErrorDetails().errorCode()),
          e);
    }
    if (e instanceof S3Exception answered) {
      return new IOException(
          "%s: the store answers %d (%s)"
              .formatted(where, answered.statusCode(), answered.awsErrorDetails().errorMessage()),
          e);
    }
    return new IOException(
        "%s: the store does not answer (%s); check storage.endpoint, the network and the credentials"
            .formatted(where, e.getMessage()),
        e);
  }

  @Override
  public String address(String key) {
    return bucket + key;
  }

  @Override
  public void close() {
    client.close();
  }
}
