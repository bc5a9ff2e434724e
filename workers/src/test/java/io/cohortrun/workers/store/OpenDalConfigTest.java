package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.StoreVariables;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenDalConfigTest {

  @Test
  void readsBucketPrefixAndTheUsualVariables() throws StoreFailure {
    var c =
        OpenDalConfig.of(
            "s3://bucket/a/b/",
            Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:9",
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", "secret"));
    assertThat(c.scheme()).isEqualTo("s3");
    assertThat(c.options())
        .containsEntry("bucket", "bucket")
        .containsEntry("root", "/a/b")
        .containsEntry("endpoint", "http://127.0.0.1:9")
        .containsEntry("region", "eu-west-1")
        .containsEntry("access_key_id", "id");
  }

  @Test
  void theEndpointForS3AloneWins() throws StoreFailure {
    var c =
        OpenDalConfig.of(
            "s3://b", Map.of("AWS_ENDPOINT_URL_S3", "http://s3", "AWS_ENDPOINT_URL", "http://all"));
    assertThat(c.options()).containsEntry("endpoint", "http://s3").containsEntry("root", "/");
  }

  @Test
  void readsAzureAndGoogle() throws StoreFailure {
    var azure = OpenDalConfig.of("azblob://c/p", Map.of("AZURE_STORAGE_ACCOUNT", "acc"));
    assertThat(azure.options()).containsEntry("endpoint", "https://acc.blob.core.windows.net");
    assertThat(OpenDalConfig.of("gs://b/p", Map.of()).scheme()).isEqualTo("gcs");
  }

  @Test
  void whatARunsSecretHandsToItsPodsIsWhatStoresAskFor() throws StoreFailure {
    Set<String> asked = new HashSet<>();
    Map<String, String> environment =
        new AbstractMap<>() {
          @Override
          public String get(Object name) {
            asked.add((String) name);
            return null;
          }

          @Override
          public Set<Entry<String, String>> entrySet() {
            return Set.of();
          }
        };
    for (String place : List.of("s3://b", "azblob://c", "gs://b")) {
      OpenDalConfig.of(place, environment);
    }
    assertThat(asked).containsExactlyInAnyOrderElementsOf(StoreVariables.NAMES);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> OpenDalConfig.of("ftp://h/x", Map.of()))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("unknown scheme");
    assertThatThrownBy(() -> OpenDalConfig.of("s3:///x", Map.of()))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("no bucket");
  }
}
