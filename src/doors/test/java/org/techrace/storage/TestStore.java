package org.techrace.storage;

import java.net.URI;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/// An S3 store in memory, which can be stopped and started again on the same port.
public final class TestStore implements AutoCloseable {
  /// The name of its bucket.
  public static final String BUCKET = "releases";

  private final BlobStore objects = new TransientNio2BlobStore();
  private S3Proxy proxy;
  private final int port;

  /// Starts a store with an empty bucket.
  public TestStore() throws Exception {
    // The SDK finds the credentials there, as it would in the environment.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "secret");
    objects.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
    proxy = started(0);
    port = proxy.getPort();
  }

  private S3Proxy started(int at) throws Exception {
    S3Proxy one =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:" + at))
            .awsAuthentication(AuthenticationType.AWS_V4, "test", "secret")
            .build();
    one.start();
    return one;
  }

  /// Stops to answer. The objects stay.
  public void stop() throws Exception {
    proxy.stop();
  }

  /// Answers again.
  public void start() throws Exception {
    proxy = started(port);
  }

  /// Returns settings for this store.
  public StorageSettings settings() {
    StorageSettings d = StorageSettings.DEFAULT;
    return new StorageSettings(
        Optional.of(endpoint()), "", true, d.interval(), d.keep(), d.grace());
  }

  /// Returns the address of the store.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Opens a prefix of the bucket.
  public ObjectStore open(String prefix) {
    return StorageUrl.parse("s3://" + BUCKET + "/" + prefix).open(settings());
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the store does not stop", e);
    }
  }
}
