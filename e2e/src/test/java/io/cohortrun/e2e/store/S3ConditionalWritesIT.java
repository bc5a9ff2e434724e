package io.cohortrun.e2e.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.StoreProbe;
import io.cohortrun.workers.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ConditionalWritesIT {

  private static final String URI = "s3://" + S3Proxy.BUCKET + "/results";

  @TempDir Path folder;

  @Test
  void aServerThatEmulatesConditionalWritesIsRefused() throws IOException {
    try (S3Proxy server = S3Proxy.emulating(folder);
        ObjectStore store = Stores.open(URI, server.environment("test"))) {
      assertThatThrownBy(() -> StoreProbe.check(store))
          .isInstanceOfSatisfying(
              StoreFailure.class, f -> assertThat(f.code()).isEqualTo(StoreFailure.Code.NotAtomic))
          .hasMessageStartingWith(
              URI + ": this store cannot create an object only if it is absent");
    }
  }

  @Test
  void theSameServerWithTrueConditionalWritesPasses() throws IOException {
    try (S3Proxy server = S3Proxy.atomic(folder);
        ObjectStore store = Stores.open(URI, server.environment("test"))) {
      StoreProbe.check(store);
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  void wrongCredentialsAreSaidInOneSentence() throws IOException {
    try (S3Proxy server = S3Proxy.atomic(folder);
        ObjectStore store = Stores.open(URI, server.environment("wrong"))) {
      assertThatThrownBy(() -> StoreProbe.check(store))
          .isInstanceOfSatisfying(
              StoreFailure.class,
              f -> assertThat(f.code()).isEqualTo(StoreFailure.Code.AccessDenied))
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
  }
}
